//! Whether a window can be shown here, and what is missing where it can't.

use std::process::Command;

/// Why no window can be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// No display.
    #[error("there is no display here: run it on a desktop, or set DISPLAY or WAYLAND_DISPLAY")]
    NoDisplay,
    /// System libraries are missing.
    #[error("the window needs {libraries}: on Debian or Ubuntu, apt-get install {packages}")]
    MissingLibraries {
        /// The libraries.
        libraries: String,
        /// Debian's packages that bring them.
        packages: String,
    },
}

/// Library and the Debian package that brings it.
type Library = (&'static str, &'static str);

const X11: &[Library] = &[
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libGL.so.1", "libgl1"),
];

const WAYLAND: &[Library] = &[
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libEGL.so.1", "libegl1"),
];

/// Tells whether a window can be shown.
///
/// # Errors
/// [`NoWindow`] with what to do.
pub fn check() -> Result<(), NoWindow> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needed = match (is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET"), is_set("DISPLAY")) {
        (true, _) => WAYLAND,
        (false, true) => X11,
        (false, false) => return Err(NoWindow::NoDisplay),
    };
    match known_libraries() {
        Some(known) => missing(needed, &known),
        None => Ok(()),
    }
}

fn missing(needed: &[Library], known: &str) -> Result<(), NoWindow> {
    let absent: Vec<&Library> = needed.iter().filter(|(library, _)| !known.contains(library)).collect();
    if absent.is_empty() {
        return Ok(());
    }
    let join =
        |part: fn(&Library) -> &'static str| absent.iter().map(|l| part(l)).collect::<Vec<_>>().join(" ");
    Err(NoWindow::MissingLibraries { libraries: join(|l| l.0), packages: join(|l| l.1) })
}

/// The loader's own list; `None` where it can't be asked, and the window is simply tried.
fn known_libraries() -> Option<String> {
    let asked = ["ldconfig", "/sbin/ldconfig", "/usr/sbin/ldconfig"]
        .iter()
        .find_map(|program| Command::new(program).arg("-p").output().ok());
    let text = String::from_utf8(asked?.stdout).ok()?;
    text.contains(".so").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_names_its_package() {
        let known = X11.iter().map(|l| l.0).filter(|l| *l != "libXi.so.6").collect::<Vec<_>>().join("\n");
        let error = missing(X11, &known).unwrap_err().to_string();
        assert!(error.contains("libXi.so.6") && error.contains("apt-get install libxi6"), "{error}");
        assert_eq!(missing(X11, &X11.iter().map(|l| l.0).collect::<String>()), Ok(()));
    }
}
