//! What a visitor takes along is seen at once.

use kiosk::config::AppearanceSettings;
use kiosk::gallery::{PANELS, SCENES, Stage};
use kiosk::words::messages;
use shared::locale::Language;

#[test]
fn all_of_a_receipt_is_seen_without_paging() {
    for language in Language::ALL {
        for scene in SCENES.iter().filter(|scene| scene.name().starts_with("receipt")) {
            for panel in PANELS {
                let config = panel.config(AppearanceSettings { language, ..AppearanceSettings::default() });
                let mut stage = Stage::with_config(config, panel.size);
                stage.enable_accesskit();
                scene.play(&mut stage);
                stage.pass(2);
                let tree = stage.show().platform_output.accesskit_update.unwrap();
                let down = messages(language).text("common-scroll-down");
                let says = |words: &str| tree.nodes.iter().any(|(_, node)| node.label() == Some(words));
                assert!(says(&messages(language).text("common-finish")), "{}", scene.name());
                assert!(!says(&down), "{} {language:?} {} is paged", scene.name(), panel.name);
            }
        }
    }
}
