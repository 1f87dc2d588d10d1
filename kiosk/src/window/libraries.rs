//! Which system libraries a window needs at run time, and which Debian packages bring them. They are loaded late, so a
//! program without a window runs without them. Only asked once a window could not be opened.

use std::path::Path;

/// The dynamic loader's list of installed libraries (glibc).
const LOADER_CACHE: &str = "/etc/ld.so.cache";

/// Library and package, on a Wayland display.
const WAYLAND: [(&str, &str); 3] = [
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libEGL.so.1", "libegl1"),
];

/// Library and package, on an X11 display.
const X11: [(&str, &str); 7] = [
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libGL.so.1", "libgl1"),
];

/// Returns the packages of the libraries that are not installed; `None` where none is missing or nobody can tell.
pub(super) fn missing_packages(wayland: bool) -> Option<Vec<&'static str>> {
    let cache = std::fs::read(Path::new(LOADER_CACHE)).ok()?;
    let needed = if wayland { WAYLAND.as_slice() } else { X11.as_slice() };
    missing_from(&cache, needed)
}

fn missing_from(cache: &[u8], needed: &[(&'static str, &'static str)]) -> Option<Vec<&'static str>> {
    let is_listed = |name: &str| {
        let name = [name.as_bytes(), b"\0"].concat();
        cache.windows(name.len()).any(|window| window == name)
    };
    let missing = needed.iter().filter(|(library, _)| !is_listed(library)).map(|(_, package)| *package);
    Some(missing.collect::<Vec<_>>()).filter(|packages| !packages.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_of_missing_libraries_are_named() {
        let cache = b"glibc-ld.so.cache1.1\0libwayland-client.so.0\0/usr/lib/libEGL.so.1\0";
        assert_eq!(missing_from(cache, &WAYLAND), Some(vec!["libxkbcommon0"]));
        let all = b"libwayland-client.so.0\0libxkbcommon.so.0\0libEGL.so.1\0";
        assert_eq!(missing_from(all, &WAYLAND), None);
    }

    #[test]
    fn a_longer_name_is_another_library() {
        let cache = b"libX11.so.6.4.0\0libX11-xcb.so.1\0libXcursor.so.1\0libXi.so.6\0libxkbcommon.so.0\0\
            libxkbcommon-x11.so.0\0libGL.so.1\0";
        assert_eq!(missing_from(cache, &X11), Some(vec!["libx11-6"]));
    }
}
