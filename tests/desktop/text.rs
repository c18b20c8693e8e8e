//! Names and notes in any script, short and long, stay inside the window.

use ringlight_protocol::{
    Availability, ProfileChange,
    local::{End, Request},
};
use serde_json::json;

use crate::support::{PATIENCE, Pair};

/// Every visible element that reaches past the window's sides without something on the way that cuts it off.
const OVERFLOWING: &str = r#"
const page = document.documentElement;
const outside = (element) => {
  const { left, right, width } = element.getBoundingClientRect();
  return width > 0 && element.checkVisibility() && (left < -1 || right > page.clientWidth + 1);
};
const cut = (element) => {
  const parent = element.parentElement;
  return !!parent && (getComputedStyle(parent).overflowX !== 'visible' ? !outside(parent) : cut(parent));
};
const out = [...document.querySelectorAll('body *')].filter((element) => outside(element) && !cut(element));
const names = out.map((element) => element.tagName + '.' + element.className + ' ' + (element.textContent || '').slice(0, 20));
return page.scrollWidth > page.clientWidth ? ['the page scrolls sideways', ...names] : names;
"#;

const NAMES: [&str; 5] = [
    "👩‍👩‍👧‍👦🏳️‍🌈 Zoë",
    "مُحَمَّد عَبْدُ اللّٰه",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Nguyễn Thị Minh Khai von und zu Hohenlohe-Langenburg the Third Jr",
    "בֶּן־גּוּרְיוֹן (abc) 3",
];

const NOTES: [&str; 3] = [
    "🎉🎉🎉 עם הצוות עד 14:30 — call me 📞",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-Donaudampfschifffahrtselektrizitätenhauptbetriebs",
    "٪ ۱۲ دقيقة",
];

#[tokio::test]
async fn any_name_and_note_fits_into_the_list_the_header_and_the_card() {
    let pair = Pair::meet(async |_| ()).await;
    for (name, note) in NAMES.into_iter().zip(NOTES.into_iter().cycle()) {
        let name: String = name.chars().take(64).collect();
        let set_name = || Request::Profile {
            change: ProfileChange { name: Some(name.clone()), ..ProfileChange::default() },
        };
        let set_note = || Request::SetNote { text: note.into(), emoji: Some("🧭".into()), end: End::Never };
        for app in [&pair.ben, &pair.ada] {
            app.must(set_name()).await;
            app.must(set_note()).await;
        }
        let page = pair.ada.page();
        page.row_is(&name, Availability::Available, PATIENCE).await;
        page.shows(note).await;
        let overflowing = page.script(OVERFLOWING, json!([])).await;
        assert_eq!(overflowing, json!([]), "{name}, {note}");
    }
}
