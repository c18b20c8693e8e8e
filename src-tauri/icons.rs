//! The tray's rings, drawn by `icons/draw.mjs` and carried in the program.

use ringlight_protocol::Availability;

/// A square picture, four bytes a pixel: red, green, blue, alpha.
pub struct Rgba {
    /// Pixels a side.
    pub size: i32,
    /// `size * size * 4` bytes.
    pub pixels: Vec<u8>,
}

type Files = [&'static [u8]; 3];

macro_rules! files {
    ($panel:literal, $name:literal) => {
        [
            include_bytes!(concat!("../icons/tray/", $panel, "/", $name, "-16.png")),
            include_bytes!(concat!("../icons/tray/", $panel, "/", $name, "-24.png")),
            include_bytes!(concat!("../icons/tray/", $panel, "/", $name, "-32.png")),
        ]
    };
}

macro_rules! panel {
    ($panel:literal, $availability:expr) => {
        match $availability {
            Availability::Available => files!($panel, "available"),
            Availability::Busy => files!($panel, "busy"),
            Availability::DoNotDisturb => files!($panel, "do_not_disturb"),
            Availability::Away => files!($panel, "away"),
            Availability::OutOfOffice => files!($panel, "out_of_office"),
            Availability::Offline => files!($panel, "offline"),
        }
    };
}

/// The ring of `availability` in 16, 24 and 32 pixels, for a dark or a light panel.
pub fn tray(availability: Availability, dark_panel: bool) -> impl Iterator<Item = Rgba> {
    let files: Files = if dark_panel { panel!("dark", availability) } else { panel!("light", availability) };
    files.into_iter().filter_map(decode)
}

fn decode(png: &'static [u8]) -> Option<Rgba> {
    let image = tauri::image::Image::from_bytes(png).ok()?;
    Some(Rgba { size: i32::try_from(image.width()).ok()?, pixels: image.rgba().to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ring_is_there_in_each_size_and_no_two_look_alike() {
        use Availability::*;
        for dark in [true, false] {
            let rings = [Available, Busy, DoNotDisturb, Away, OutOfOffice, Offline]
                .map(|a| tray(a, dark).collect::<Vec<_>>());
            for ring in &rings {
                assert_eq!(ring.iter().map(|image| image.size).collect::<Vec<_>>(), [16, 24, 32]);
            }
            for (index, ring) in rings.iter().enumerate() {
                assert!(
                    rings[..index].iter().all(|other| other[2].pixels != ring[2].pixels),
                    "ring {index}, dark {dark}"
                );
            }
        }
    }
}
