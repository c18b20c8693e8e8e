//! The tray on Linux: a StatusNotifierItem over D-Bus (freedesktop StatusNotifierItem, com.canonical.dbusmenu).
//!
//! No GTK, no files: the icon travels as pixels. With no host the item waits for one, and says so once.

use jiff::{Timestamp, tz::TimeZone};
use ksni::{
    Handle, OfflineReason, TrayMethods,
    menu::{MenuItem, RadioGroup, RadioItem, StandardItem, SubMenu},
};
use ringlight_protocol::local::Request;
use tokio::sync::{mpsc, watch};

use super::{Choice, Item, Told, Tray};
use crate::{icons, shell::Snapshots, words};

struct Backend {
    snapshots: Snapshots,
    told: mpsc::UnboundedSender<Told>,
    dark_panel: bool,
}

/// Shows the tray and keeps it drawn from `snapshots` until they end. Never fails: without a session bus there is no
/// tray, and `told` hears so.
pub async fn run<R: tauri::Runtime>(
    _: tauri::AppHandle<R>,
    mut snapshots: Snapshots,
    told: mpsc::UnboundedSender<Told>,
) {
    let backend = Backend { snapshots: snapshots.clone(), told: told.clone(), dark_panel: true };
    let handle = match backend.assume_sni_available(true).spawn().await {
        Ok(handle) => handle,
        Err(error) => {
            tracing::warn!(%error, "no tray");
            let _ = told.send(Told::Missing(words::NO_BUS));
            return;
        }
    };
    let mut drawn = None;
    while follow(&handle, &mut snapshots, &mut drawn).await.is_ok() {}
    handle.shutdown().await;
}

async fn follow(
    handle: &Handle<Backend>,
    snapshots: &mut Snapshots,
    drawn: &mut Option<Tray>,
) -> Result<(), watch::error::RecvError> {
    let tray = current(&snapshots.borrow_and_update());
    if drawn.as_ref() != Some(&tray) {
        handle.update(|_| ()).await;
        *drawn = Some(tray);
    }
    snapshots.changed().await
}

fn current(snapshot: &ringlight_protocol::local::Snapshot) -> Tray {
    super::tray(snapshot, Timestamp::now(), &TimeZone::system())
}

impl Backend {
    fn tray(&self) -> Tray {
        current(&self.snapshots.borrow())
    }

    fn tell(&self, told: Told) {
        // Nobody listens only while the app ends.
        let _ = self.told.send(told);
    }
}

impl ksni::Tray for Backend {
    fn id(&self) -> String {
        "ringlight".into()
    }

    fn category(&self) -> ksni::Category {
        ksni::Category::Communications
    }

    fn title(&self) -> String {
        "Ringlight".into()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        icons::tray(self.tray().icon, self.dark_panel).map(argb).collect()
    }

    fn tool_tip(&self) -> ksni::ToolTip {
        let tooltip = self.tray().tooltip;
        let (title, description) = tooltip.split_once('\n').unwrap_or((&tooltip, ""));
        ksni::ToolTip { title: title.into(), description: description.into(), ..ksni::ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.tell(Told::Clicked);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.tray().menu.into_iter().map(menu_item).collect()
    }

    /// Having this method makes the library ask for the menu anew, so that the minutes left are right when it opens.
    fn menu_about_to_show(&mut self) {}

    fn watcher_online(&self) {
        self.tell(Told::Shown);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!(?reason, "no panel shows tray icons");
        self.tell(Told::Missing(words::NO_PANEL));
        true
    }
}

fn menu_item(item: Item) -> MenuItem<Backend> {
    match item {
        Item::Line(label) => {
            StandardItem { label: escape(&label), enabled: false, ..StandardItem::default() }.into()
        }
        Item::Separator => MenuItem::Separator,
        Item::Act(choice) => standard(choice).into(),
        Item::Menu(label, choices) => SubMenu {
            label: escape(&label),
            submenu: choices.into_iter().map(|choice| standard(choice).into()).collect(),
            ..SubMenu::default()
        }
        .into(),
        Item::Choices(choices) => radio(choices).into(),
    }
}

fn standard(choice: Choice) -> StandardItem<Backend> {
    StandardItem {
        label: escape(&choice.label),
        activate: Box::new(move |backend: &mut Backend| backend.tell(Told::Ask(choice.request.clone()))),
        ..StandardItem::default()
    }
}

fn radio(choices: Vec<Choice>) -> RadioGroup<Backend> {
    // An index past the end leaves every option off.
    let selected = choices.iter().position(|choice| choice.on).unwrap_or(usize::MAX);
    let options = choices
        .iter()
        .map(|choice| RadioItem { label: escape(&choice.label), ..RadioItem::default() })
        .collect();
    let requests: Vec<Request> = choices.into_iter().map(|choice| choice.request).collect();
    RadioGroup {
        selected,
        options,
        select: Box::new(move |backend: &mut Backend, index| {
            if let Some(request) = requests.get(index) {
                backend.tell(Told::Ask(request.clone()));
            }
        }),
    }
}

/// In dbusmenu labels an underscore marks the access key, two stand for one.
fn escape(label: &str) -> String {
    label.replace('_', "__")
}

fn argb(image: icons::Rgba) -> ksni::Icon {
    let data = image.pixels.chunks_exact(4).flat_map(|p| [p[3], p[0], p[1], p[2]]).collect();
    ksni::Icon { width: image.size, height: image.size, data }
}
