//! Xfce's notification service and its settings, which tell of other settings too.

use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};

use super::notifications::start_named;
use super::servers::Bus;

const PATH: &str = "/org/xfce/Xfconf";
const PROPERTY: &str = "/do-not-disturb";

pub struct Xfce {
    _notifyd: Connection,
    _xfconf: Connection,
    dnd: Arc<Mutex<bool>>,
}

impl Xfce {
    /// Says `chatter` times, before each answer, that another setting has changed.
    pub async fn start(bus: &Bus, chatter: usize) -> Self {
        let (xfconf, dnd) = (bus.connect().await, Arc::new(Mutex::new(false)));
        let settings = Xfconf { dnd: dnd.clone(), chatter };
        xfconf.object_server().at(PATH, settings).await.expect("is free");
        xfconf.request_name("org.xfce.Xfconf").await.expect("is free");
        let notifyd = start_named(bus, "Xfce Notify Daemon", "Xfce").await;
        Self { _notifyd: notifyd, _xfconf: xfconf, dnd }
    }

    pub fn is_quiet(&self) -> bool {
        *self.dnd.lock().expect("is whole")
    }
}

struct Xfconf {
    dnd: Arc<Mutex<bool>>,
    chatter: usize,
}

#[zbus::interface(name = "org.xfce.Xfconf")]
impl Xfconf {
    async fn get_property(
        &self,
        _channel: &str,
        property: &str,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<OwnedValue> {
        assert_eq!(property, PROPERTY);
        for _ in 0..self.chatter {
            let said = Self::property_changed(&emitter, "xfwm4", "/general/theme", Value::from("any")).await;
            said.expect("the bus runs");
        }
        Ok((*self.dnd.lock().expect("is whole")).into())
    }

    async fn set_property(
        &self,
        channel: &str,
        property: &str,
        value: OwnedValue,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let on = bool::try_from(value).expect("is a switch");
        *self.dnd.lock().expect("is whole") = on;
        Self::property_changed(&emitter, channel, property, Value::from(on)).await.expect("the bus runs");
    }

    #[zbus(signal)]
    async fn property_changed(
        emitter: &SignalEmitter<'_>,
        channel: &str,
        property: &str,
        value: Value<'_>,
    ) -> zbus::Result<()>;
}
