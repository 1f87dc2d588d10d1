//! Every screen in both languages: what assistive technology is told, and that no word goes round the text layer.

use egui::accesskit::{Action, Node, NodeId, Role, TreeUpdate};
use egui::{FullOutput, Vec2};
use kiosk::gallery::{DeskScene, PICTURE_SIZE, SCENES, Scene, Stage, WaitingScene};
use kiosk::text::guard::{laid_out_by_egui, laid_out_by_us};
use kiosk::words::messages;
use shared::locale::{Language, dates, without_marks};

/// Data and keys that are the same in both languages.
const ANYWHERE: [&str; 29] = [
    "2978-BNBD-64HF-FX65",
    "7K3M-9Q2X-4TNB-H5WD",
    "AZGM7-TPM50",
    "6RQZ1-DGA59",
    "RRRD2929",
    "محمد عبد العزيز القحطاني",
    "نورة محمد السالم",
    "العربية",
    "English",
    "أ ب ت",
    "ABC",
    "K7QF2-M9XAB",
    "R9BZ4-Q2VHY",
    "D5MK7-X8FTA",
    "P3WD8-T6NCE",
    "W4HS9-B7JXE",
    "https://sila.example.org",
    "https://",
    "03030303",
    "محمد بن عبد الله",
    "نقترح مقاعد أكثر في صالة الانتظار، وموعدًا يُحجز مسبقًا لكبار السن.",
    "استفسار عن طلب الدعم",
    "أُوضحت له المستندات المطلوبة",
    "شكرًا لكم على حسن الاستقبال، ونرجو تقليل وقت الانتظار.",
    "مكتب 2",
    "K5",
    "K6",
    "K7",
    "؛",
];

struct Screen {
    output: FullOutput,
}

impl Screen {
    fn of(scene: Scene, language: Language, size: Vec2) -> Self {
        let mut stage = Stage::new(language, size);
        scene.play(&mut stage);
        stage.show();
        Self { output: stage.show() }
    }

    fn tree(&self) -> &TreeUpdate {
        self.output.platform_output.accesskit_update.as_ref().expect("the tree is switched on")
    }

    /// The nodes in reading order.
    fn nodes(&self) -> Vec<&Node> {
        let tree = self.tree();
        let find = |id: NodeId| tree.nodes.iter().find(|(node, _)| *node == id).map(|(_, node)| node);
        let mut open = vec![tree.tree.as_ref().expect("a whole tree is sent").root];
        let mut nodes = Vec::new();
        while let Some(id) = open.pop() {
            let node = find(id).expect("a child is in the tree");
            nodes.push(node);
            open.extend(node.children().iter().rev());
        }
        nodes
    }

    fn touched(&self) -> Vec<&Node> {
        let roles =
            [Role::Button, Role::RadioButton, Role::CheckBox, Role::TextInput, Role::MultilineTextInput];
        self.nodes().into_iter().filter(|node| roles.contains(&node.role())).collect()
    }

    /// What is read out, in reading order, without direction marks.
    fn spoken(&self) -> Vec<String> {
        self.nodes().into_iter().filter_map(words_of).map(without_marks).collect()
    }

    fn node(&self, name: &str) -> &Node {
        self.nodes().into_iter().find(|node| words_of(node) == Some(name)).expect("a part has this name")
    }
}

fn words_of(node: &Node) -> Option<&str> {
    node.label().or(node.value()).filter(|words| !words.is_empty())
}

fn each(mut check: impl FnMut(Scene, Language, &Screen)) {
    for scene in SCENES {
        for language in Language::ALL {
            check(*scene, language, &Screen::of(*scene, language, PICTURE_SIZE));
        }
    }
}

/// Letters of the other language that are neither data nor a key of a keyboard.
fn foreign(words: &str, language: Language) -> bool {
    let mut words = without_marks(words);
    ANYWHERE.iter().for_each(|allowed| words = words.replace(allowed, ""));
    words.chars().count() > 2
        && words.chars().any(|c| match language {
            Language::Arabic => c.is_ascii_alphabetic(),
            Language::English => matches!(c, '\u{600}'..='\u{6ff}'),
        })
}

/// Screens without anything to touch: a device that nobody enrolled yet or that cannot start, and the board.
fn only_shows(scene: Scene) -> bool {
    matches!(
        scene,
        Scene::Device
            | Scene::Desk(DeskScene::OutOfOrder)
            | Scene::Waiting(WaitingScene::Board | WaitingScene::BoardAlone)
    )
}

#[test]
fn every_part_that_can_be_used_has_a_name_in_the_language_of_its_screen() {
    each(|scene, language, screen| {
        assert!(!screen.touched().is_empty() || only_shows(scene), "{scene:?}");
        for node in screen.nodes() {
            if node.supports_action(Action::Click) && node.role() != Role::Window {
                assert!(
                    node.label().is_some_and(|name| !name.trim().is_empty()),
                    "{scene:?} {language:?} {node:?}"
                );
            }
            let Some(words) = words_of(node) else { continue };
            assert!(!words.contains('⟦'), "{scene:?} {language:?}: {words}");
            assert!(!words.contains("{$"), "{scene:?} {language:?}: {words}");
            // nobody knows yet in which language a device that cannot start is read
            let is_in_both = scene == Scene::Desk(DeskScene::OutOfOrder);
            assert!(is_in_both || !foreign(words, language), "{scene:?} {language:?}: {words}");
        }
    });
}

#[test]
fn no_two_scenes_end_at_the_same_screen() {
    let mut known: Vec<(Scene, Vec<String>)> = Vec::new();
    for scene in SCENES {
        let screen = Screen::of(*scene, Language::Arabic, PICTURE_SIZE);
        let told = |node: &Node| {
            format!("{:?} {:?} {:?} {:?}", node.label(), node.value(), node.placeholder(), node.toggled())
        };
        let shown: Vec<String> = screen.nodes().into_iter().map(told).collect();
        let same = known.iter().find(|(_, other)| *other == shown);
        assert!(same.is_none(), "{scene:?} is {:?}", same.map(|(scene, _)| scene));
        known.push((*scene, shown));
    }
}

#[test]
fn a_word_of_the_other_language_would_be_found() {
    assert!(foreign("Staff mode", Language::Arabic));
    assert!(foreign("وضع الموظفين", Language::English));
    assert!(!foreign("https://sila.example.org", Language::Arabic));
}

#[test]
fn no_word_of_any_screen_is_laid_out_by_egui() {
    each(|scene, language, screen| {
        let raw = laid_out_by_egui(&screen.output.shapes);
        assert!(raw.is_empty(), "{scene:?} {language:?}: {raw:?}");
        assert!(laid_out_by_us(&screen.output.shapes).len() > 4, "{scene:?} {language:?}");
    });
}

#[test]
fn the_happiest_face_stands_where_reading_starts() {
    for language in Language::ALL {
        let screen = Screen::of(Scene::ServiceScore, language, PICTURE_SIZE);
        let left = |key: &str| screen.node(&messages(language).text(key)).bounds().unwrap().x0;
        let (best, worst) = (left("scale-service-excellent"), left("scale-service-very-bad"));
        assert_eq!(best > worst, language == Language::Arabic, "{language:?}: {best} {worst}");
    }
}

#[test]
fn digits_stand_in_one_order_in_every_language() {
    for language in Language::ALL {
        let screen = Screen::of(Scene::Who, language, PICTURE_SIZE);
        let left = |digit: &str| screen.node(digit).bounds().unwrap().x0;
        assert!(left("1") < left("2") && left("2") < left("3"), "{language:?}");
    }
}

#[test]
fn the_welcome_reads_in_order() {
    for language in Language::ALL {
        let words = messages(language);
        let tr = |key: &str| words.text(key).into_owned();
        let (association, branch) = match language {
            Language::Arabic => ("الجمعية التعاونية متعددة الأغراض", "فرع الرياض"),
            Language::English => ("Multi-purpose Cooperative Society", "Riyadh branch"),
        };
        let other = tr(if language == Language::Arabic { "language-en" } else { "language-ar" });
        let expected = [
            association.to_owned(),
            branch.to_owned(),
            "10:30".to_owned(),
            without_marks(&words.format("hours-open-until", &[("time", "14:00".into())])),
            other,
            tr("staff-sign-in"),
            tr("welcome-title"),
            tr("welcome-subtitle"),
            dates::both(words, jiff::civil::date(2026, 11, 22)),
            tr("welcome-new-visit"),
            tr("welcome-rate"),
            tr("welcome-guide"),
            tr("welcome-suggest"),
            tr("welcome-complain"),
            tr("common-larger-text"),
            tr("common-high-contrast"),
            tr("common-simple-words"),
            tr("common-call-staff"),
        ];
        assert_eq!(Screen::of(Scene::Welcome, language, PICTURE_SIZE).spoken(), expected);
    }
}

#[test]
fn the_summary_reads_every_answer_with_its_own_way_to_change_it() {
    for language in Language::ALL {
        let words = messages(language);
        let tr = |key: &str| words.text(key).into_owned();
        let services = match language {
            Language::Arabic => "طلب دعم، التدريب والتأهيل",
            Language::English => "Request for support, Training",
        };
        let answers = [
            ("summary-services", services.to_owned()),
            ("summary-party", format!("{} · {}", tr("party-beneficiary"), tr("summary-for-self"))),
            ("who-national-id", "••••\u{a0}0008".to_owned()),
        ];
        let mut expected = vec![tr("summary-title")];
        for (name, value) in answers {
            expected.extend([tr(name), value, format!("{}: {}", tr("common-edit"), tr(name))]);
        }
        expected.extend([tr("common-back"), tr("summary-confirm")]);
        let bar = ["common-larger-text", "common-high-contrast", "common-simple-words", "common-call-staff"];
        expected.extend(bar.map(tr));
        let spoken = Screen::of(Scene::Summary, language, PICTURE_SIZE).spoken();
        let from = spoken.iter().position(|words| *words == expected[0]).unwrap();
        assert_eq!(spoken[from..], expected);
    }
}
