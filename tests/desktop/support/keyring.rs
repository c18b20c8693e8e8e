use std::collections::HashMap;

use zbus::{
    Connection, Proxy,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

const NAME: &str = "org.freedesktop.secrets";
/// A secret: its session, parameters, the value itself, its kind.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// Everything that the unlocked keyring on `bus` keeps, as the Secret Service API gives it to any program of the person.
pub async fn secrets(bus: &Connection) -> Vec<String> {
    let service = Proxy::new(bus, NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")
        .await
        .expect("a name");
    let session: (OwnedValue, OwnedObjectPath) =
        service.call("OpenSession", &("plain", Value::from(""))).await.expect("the keyring opens a session");
    let (unlocked, _): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = service
        .call("SearchItems", &(HashMap::<&str, &str>::new(),))
        .await
        .expect("the keyring can be searched");
    let found: HashMap<OwnedObjectPath, Secret> =
        service.call("GetSecrets", &(unlocked, session.1)).await.expect("the keyring gives what it keeps");
    found.into_values().map(|(_, _, value, _)| String::from_utf8(value).expect("kept as text")).collect()
}
