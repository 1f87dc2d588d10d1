//! How far a screen is scrolled: each begins at its top, comes back as it was left, and leaves nothing to the next visitor.

use egui::accesskit::{Node, Role};
use kiosk::action::{Action, GuideAction};
use kiosk::config::{AppearanceSettings, TextSetting};
use kiosk::flow::GuidePage;
use kiosk::gallery::{GuideScene, Panel, Scene, Stage};
use kiosk::words::messages;
use shared::domain::{CatalogKind, Code};
use shared::locale::Language;

/// A screen so low, and text so large, that everything is scrolled.
fn low_stage(scene: Scene) -> Stage {
    let panel = Panel::named("10.1-low").unwrap();
    let look = AppearanceSettings { text: TextSetting::Large, ..AppearanceSettings::default() };
    let mut stage = Stage::with_config(panel.config(look), panel.size);
    scene.play(&mut stage);
    stage
}

/// Tells how far the screen is scrolled, in points; `None` where all of it is seen.
fn scrolled(stage: &mut Stage) -> Option<i32> {
    stage.pass(2);
    let tree = stage.show().platform_output.accesskit_update.expect("the tree is switched on");
    let is_scrolled = |node: &Node| node.scroll_y_max().is_some_and(|most| most > 1.0);
    let area = tree.nodes.iter().find(|(_, node)| node.role() == Role::ScrollView && is_scrolled(node))?;
    area.1.scroll_y().map(|points| points as i32)
}

/// Pages down with the button that stands for it.
fn page_down(stage: &mut Stage) {
    let down = messages(Language::Arabic).text("common-scroll-down");
    let tree = stage.show().platform_output.accesskit_update.expect("the tree is switched on");
    let (id, _) = tree.nodes.iter().find(|(_, node)| node.label() == Some(&*down)).expect("it is scrolled");
    let stop = stage.stops().into_iter().find(|stop| stop.id.accesskit_id() == *id).unwrap();
    stage.focus(stop.id);
    stage.press(&[egui::Key::Enter]);
    stage.pass(3);
}

#[test]
fn the_next_visitor_finds_every_list_at_its_top() {
    for ask in [Action::StartVisit, Action::StartRating, Action::OpenGuide] {
        let mut stage = low_stage(Scene::Welcome);
        stage.act(ask.clone());
        assert_eq!(scrolled(&mut stage), Some(0), "{ask:?}");
        page_down(&mut stage);
        assert!(scrolled(&mut stage) > Some(0), "{ask:?}");
        stage.act(Action::Finish);
        stage.act(ask.clone());
        assert_eq!(scrolled(&mut stage), Some(0), "{ask:?}");
    }
}

#[test]
fn a_page_of_the_guide_begins_at_its_top_and_the_list_stands_where_it_was_left() {
    let mut stage = low_stage(Scene::Guide(GuideScene::Questions));
    let open = |page| Action::Guide(GuideAction::Open(page));
    page_down(&mut stage);
    let left = scrolled(&mut stage);
    assert!(left > Some(0));
    stage.act(open(GuidePage::Entry(CatalogKind::Service, Code::new("support").unwrap())));
    assert_eq!(scrolled(&mut stage), Some(0));
    page_down(&mut stage);
    stage.act(Action::Guide(GuideAction::Back));
    assert_eq!(scrolled(&mut stage), left);
}
