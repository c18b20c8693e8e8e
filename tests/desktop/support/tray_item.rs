use std::{collections::HashMap, time::Duration};

use futures_util::StreamExt;
use zbus::{
    Connection, MatchRule, MessageStream, Proxy,
    message::Type,
    proxy::CacheProperties,
    zvariant::{OwnedValue, Value},
};

/// What `ToolTip` holds: an icon by name, its pixels, a title and a text.
type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);

/// A tray icon, as a panel sees it: StatusNotifierItem for the picture, com.canonical.dbusmenu for the menu.
pub struct TrayItem {
    item: Proxy<'static>,
    menu: Proxy<'static>,
    signals: MessageStream,
}

/// A line of its menu.
#[derive(Clone, Debug)]
pub struct Entry {
    id: i32,
    pub label: String,
    /// Whether it is marked as the chosen one.
    pub on: bool,
    pub enabled: bool,
    pub children: Vec<Entry>,
}

impl TrayItem {
    pub(super) async fn of(bus: &Connection, owner: String) -> Self {
        let bus_object = zbus::fdo::DBusProxy::new(bus).await.expect("a bus has its own object");
        let name = owner.as_str().try_into().expect("the item gives a valid name");
        let unique = bus_object.get_name_owner(name).await.expect("the item is on the bus").to_string();
        let rule =
            MatchRule::builder().msg_type(Type::Signal).sender(unique.clone()).expect("a valid name").build();
        Self {
            item: proxy(bus, &unique, "/StatusNotifierItem", "org.kde.StatusNotifierItem").await,
            menu: proxy(bus, &unique, "/MenuBar", "com.canonical.dbusmenu").await,
            signals: MessageStream::for_match_rule(rule, bus, Some(64)).await.expect("the bus is there"),
        }
    }

    /// The largest picture: width, and its pixels as 32-bit ARGB in network order.
    pub async fn icon(&self) -> (i32, Vec<u8>) {
        let mut icons: Vec<(i32, i32, Vec<u8>)> =
            self.item.get_property("IconPixmap").await.expect("an icon has pixels");
        icons.sort_by_key(|(width, ..)| *width);
        let (width, height, pixels) = icons.pop().expect("there is at least one size");
        assert_eq!(
            pixels.len(),
            usize::try_from(width * height * 4).expect("a size"),
            "the pixels fill the picture"
        );
        (width, pixels)
    }

    /// What shows when the pointer rests on it: title and text.
    pub async fn tooltip(&self) -> String {
        let (_, _, title, text): ToolTip =
            self.item.get_property("ToolTip").await.expect("an icon has a tooltip");
        format!("{title}\n{text}")
    }

    /// The menu, after telling that it is about to open.
    pub async fn menu(&self) -> Entry {
        let _: bool = self.menu.call("AboutToShow", &(0,)).await.expect("the menu answers");
        let args = (0, -1, Vec::<&str>::new());
        let (_, root): (u32, Node) = self.menu.call("GetLayout", &args).await.expect("the menu has a layout");
        root.into()
    }

    /// Opens the menu and chooses the entry with these labels, from the menu down.
    pub async fn choose(&self, labels: &[&str]) {
        let menu = self.menu().await;
        let entry = labels.iter().fold(&menu, |menu, label| {
            menu.find(label).unwrap_or_else(|| panic!("{label:?} is not in {:?}", menu.labels()))
        });
        assert!(entry.enabled, "{labels:?} can be chosen");
        let () = self
            .menu
            .call("Event", &(entry.id, "clicked", Value::from(0), 0_u32))
            .await
            .expect("the menu listens");
    }

    /// Clicks it.
    pub async fn click(&self) {
        let () = self.item.call("Activate", &(0, 0)).await.expect("the item listens");
    }

    /// Looks at it whenever it says that it changed, until `look` finds what it wants.
    pub async fn until<T>(&mut self, what: &str, mut look: impl AsyncFnMut(&Self) -> Option<T>) -> T {
        let searching = async {
            loop {
                if let Some(found) = look(self).await {
                    return found;
                }
                self.signals.next().await.expect("the bus is there").expect("a message");
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(10), searching).await;
        found.unwrap_or_else(|_| panic!("the tray does not show within 10 s: {what}"))
    }
}

async fn proxy(bus: &Connection, owner: &str, path: &'static str, interface: &'static str) -> Proxy<'static> {
    let builder =
        zbus::proxy::Builder::new(bus).destination(owner.to_owned()).and_then(|builder| builder.path(path));
    let builder = builder.and_then(|builder| builder.interface(interface)).expect("valid names");
    builder.cache_properties(CacheProperties::No).build().await.expect("the bus is there")
}

#[derive(serde::Deserialize, zbus::zvariant::Type)]
struct Node(i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl From<Node> for Entry {
    fn from(Node(id, properties, children): Node) -> Self {
        let text = |name: &str| {
            properties.get(name).and_then(|value| <&str>::try_from(value).ok()).unwrap_or_default()
        };
        Self {
            id,
            // A single underscore marks an access key, a double one is a real one.
            label: text("label").replace("__", "\0").replace('_', "").replace('\0', "_"),
            on: properties.get("toggle-state").and_then(|value| i32::try_from(value).ok()) == Some(1),
            enabled: properties.get("enabled").and_then(|value| bool::try_from(value).ok()) != Some(false),
            children: children.into_iter().map(|child| Node::from_value(child).into()).collect(),
        }
    }
}

impl Node {
    fn from_value(value: OwnedValue) -> Self {
        let fields = zbus::zvariant::Structure::try_from(Value::from(value))
            .expect("a menu entry is a structure")
            .into_fields();
        let [id, properties, children] = <[Value; 3]>::try_from(fields).expect("of three fields");
        let children = Vec::<Value>::try_from(children).expect("the children are a list");
        Self(
            i32::try_from(id).expect("the id is a number"),
            HashMap::try_from(properties).expect("the properties have names"),
            children
                .into_iter()
                .map(|child| child.try_into_owned().expect("nothing in it is borrowed"))
                .collect(),
        )
    }
}

impl Entry {
    /// The entry in this menu that begins with `label`.
    pub fn find(&self, label: &str) -> Option<&Self> {
        self.children.iter().find(|entry| entry.label.starts_with(label))
    }

    /// The lines of this menu.
    pub fn labels(&self) -> Vec<&str> {
        self.children.iter().map(|entry| entry.label.as_str()).collect()
    }
}
