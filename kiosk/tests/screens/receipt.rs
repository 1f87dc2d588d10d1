//! What a visitor takes along is seen at once.

use egui::vec2;
use kiosk::gallery::{SCENES, Stage};
use kiosk::words::messages;
use shared::locale::Language;

#[test]
fn all_of_a_receipt_is_seen_without_paging() {
    for language in Language::ALL {
        for scene in SCENES.iter().filter(|scene| scene.name().starts_with("receipt")) {
            for size in [vec2(1280.0, 800.0), vec2(1920.0, 1080.0)] {
                let mut stage = Stage::new(language, size);
                stage.enable_accesskit();
                scene.play(&mut stage);
                stage.pass(2);
                let tree = stage.show().platform_output.accesskit_update.unwrap();
                let down = messages(language).text("common-scroll-down");
                let says = |words: &str| tree.nodes.iter().any(|(_, node)| node.label() == Some(words));
                assert!(says(&messages(language).text("common-finish")), "{}", scene.name());
                assert!(!says(&down), "{} {language:?} {size:?} is paged", scene.name());
            }
        }
    }
}
