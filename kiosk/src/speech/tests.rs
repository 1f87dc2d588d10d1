//! What is heard, and the thread that lets it be heard.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use shared::locale::{Language, isolate, ltr};

use super::chime::Chime;
use super::speaker::{Heard, run};
use super::*;
use crate::config::{SpeechMode, SpeechSettings};
use crate::words::messages;

fn text(script: &Script) -> String {
    script.text(messages(Language::English))
}

#[test]
fn marks_that_are_seen_are_not_heard_and_codes_are_read_sign_by_sign() {
    let script = Script::new()
        .say(&format!("رقم {} لكم", isolate("5")))
        .say("السـلام عليكُم")
        .say(&format!("Call {} or 112", ltr("0556880045")))
        .say(&format!("Call {}, 5\u{a0}people.", ltr("9200\u{a0}00000")))
        .choice()
        .spell("K7QF2-M9XAB");
    let heard = "رقم 5 لكم.\nالسلام عليكُم.\nCall 0 5 5 6 8 8 0 0 4 5 or 112.\nCall 9 2 0 0 0 0 0 0 0, 5\u{a0}people.\nChoice 1.\nK 7 Q F 2, M 9 X A B.\n";
    assert_eq!(text(&script), heard);
}

#[test]
fn arabic_indic_digits_of_a_code_are_heard_one_by_one() {
    assert_eq!(text(&Script::new().say("٠٥٥٦٨٨ و١٢")), "0 5 5 6 8 8 و١٢.\n");
}

#[test]
fn a_script_is_never_longer_than_a_pipe_takes() {
    let script = Script::new().say(&"طويل ".repeat(5_000));
    assert_eq!(text(&script).chars().count(), SCRIPT_CHARS_MAX);
}

#[test]
fn speech_that_is_off_or_not_installed_is_no_voice() {
    let mut settings = SpeechSettings { mode: SpeechMode::Off, ..SpeechSettings::default() };
    assert_eq!(Voice::find(&settings), None);
    settings.mode = SpeechMode::Program;
    settings.program = "/no/such/program".to_owned();
    assert_eq!(Voice::find(&settings), None);
    settings.program = "no-such-program-anywhere".to_owned();
    assert_eq!(Voice::find(&settings), None);
    settings.mode = SpeechMode::Clips;
    assert_eq!(Voice::find(&settings), None);
}

#[test]
fn clips_are_found_by_message_choice_sign_and_name_and_the_rest_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("en");
    std::fs::create_dir(&folder).unwrap();
    for name in ["need-title", "choice-1", "sign-k", "sign-7", "text-food-basket"] {
        std::fs::write(folder.join(format!("{name}.wav")), "").unwrap();
    }
    let clips = clips::Clips::find(dir.path());
    assert_eq!(clips.languages(), [Language::English]);
    let title = messages(Language::English).text("need-title").into_owned();
    let script = Script::new().say(&title).choice().say("Food basket").say("unrecorded").spell("K7-Z");
    let files = clips.files(Language::English, &script);
    let names: Vec<_> = files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["need-title", "choice-1", "text-food-basket", "sign-k", "sign-7"]);
    assert!(clips.files(Language::Arabic, &script).is_empty());
}

/// Settings of a voice that is a few lines of shell; their arguments come after the file. The file is read and not
/// executed: a file that another thread's child still holds open for writing could not be.
#[cfg(unix)]
fn program(dir: &Path, lines: &str, arguments: &[&str]) -> SpeechSettings {
    let path = dir.join("speak");
    std::fs::write(&path, lines).unwrap();
    let arguments = std::iter::once(path.to_str().unwrap()).chain(arguments.iter().copied());
    SpeechSettings {
        mode: SpeechMode::Program,
        program: "/bin/sh".to_owned(),
        arguments_en: arguments.map(str::to_owned).collect(),
        ..SpeechSettings::default()
    }
}

/// Starts a voice on a thread; the window's end comes back.
#[cfg(unix)]
fn voice_of(settings: SpeechSettings) -> SpeechLink {
    let voice = Voice::find(&settings).expect("the test wrote its program");
    heard(Heard { voice: Some(voice), chime: None })
}

#[cfg(unix)]
fn heard(heard: Heard) -> SpeechLink {
    let (window, speaker) = speech_link(Language::ALL.to_vec());
    thread::spawn(move || run(&heard, &speaker, &(Arc::new(|| ()) as Arc<dyn Fn() + Send + Sync>)));
    window
}

#[cfg(unix)]
#[test]
fn the_chime_is_over_before_anything_is_said_and_holds_nothing_up() {
    let dir = tempfile::tempdir().unwrap();
    let said = dir.path().join("said");
    // a player that takes away what it played, and one that fails
    for (player, is_played) in [("rm", true), ("false", false)] {
        let chime = Chime::find(player).expect("it is on every system");
        let file = PathBuf::from(&chime.run().arguments[0]);
        let lines = format!("test -e '{}' && echo waits > {1}; cat >> {1}", file.display(), said.display());
        let voice = Voice::find(&program(dir.path(), &lines, &[]));
        let window = heard(Heard { voice, chime: Some(chime) });
        speak(&window, 1, Script::new().say("Welcome"));
        assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(1));
        assert_eq!(std::fs::read_to_string(&said).unwrap(), "waits\nWelcome.\n", "no chime was asked for");
        std::fs::remove_file(&said).unwrap();
        speak(&window, 2, Script::new().chime().spell("305"));
        assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(2));
        let waits = if is_played { "" } else { "waits\n" };
        assert_eq!(std::fs::read_to_string(&said).unwrap(), format!("{waits}3 0 5.\n"));
        std::fs::remove_file(&said).unwrap();
    }
    let chime = Chime::find("rm");
    let file = PathBuf::from(&chime.as_ref().unwrap().run().arguments[0]);
    let window = heard(Heard { voice: None, chime });
    speak(&window, 3, Script::new().chime().spell("305"));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(3));
    assert!(!file.exists(), "without a voice it is heard alone");
}

#[cfg(unix)]
fn speak(window: &SpeechLink, number: u64, script: Script) {
    let utterance = Utterance { number, language: Language::English, script };
    window.commands.send(SpeechCommand::Speak(Box::new(utterance))).unwrap();
}

#[cfg(unix)]
#[test]
fn a_speech_program_gets_its_arguments_and_the_text_and_no_shell_reads_either() {
    let dir = tempfile::tempdir().unwrap();
    let heard = dir.path().join("heard");
    let lines = format!("echo \"$1 $2\" > {0}\ncat >> {0}", heard.display());
    let window = voice_of(program(dir.path(), &lines, &["-v", "en; exit"]));
    speak(&window, 1, Script::new().say("Welcome $(exit)"));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(1));
    assert_eq!(std::fs::read_to_string(heard).unwrap(), "-v en; exit\nWelcome $(exit).\n");
}

#[cfg(unix)]
#[test]
fn silence_and_the_next_text_end_a_program_that_would_speak_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let window = voice_of(program(dir.path(), "exec tail -f /dev/null", &[]));
    speak(&window, 1, Script::new().say("one"));
    speak(&window, 2, Script::new().say("two"));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(1));
    window.commands.send(SpeechCommand::Silence).unwrap();
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(2));
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_and_one_that_says_a_long_text_in_no_time_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let window = voice_of(program(dir.path(), "exit 3", &[]));
    speak(&window, 7, Script::new().say("one"));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Failed(7));
    let window = voice_of(program(dir.path(), "exec cat > /dev/null", &[]));
    speak(&window, 8, Script::new().say(&"long ".repeat(200)));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Failed(8));
}

#[cfg(unix)]
#[test]
fn a_player_gets_each_clip() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("en");
    std::fs::create_dir(&folder).unwrap();
    let clips = ["sign-a", "sign-b", "sign-c"].map(|name| folder.join(format!("{name}.wav")));
    clips.iter().for_each(|clip| std::fs::write(clip, "").unwrap());
    // a player that leaves a trace of what it played
    let window = voice_of(SpeechSettings {
        mode: SpeechMode::Clips,
        clips: dir.path().to_owned(),
        player: "rm".to_owned(),
        ..SpeechSettings::default()
    });
    speak(&window, 1, Script::new().spell("BA"));
    assert_eq!(window.events.recv().unwrap(), SpeechEvent::Over(1));
    assert_eq!(clips.map(|clip| clip.exists()), [false, false, true]);
}

#[test]
fn times_and_eras_are_heard_as_words() {
    let heard = |language, words: &str| clean::cleaned(words, messages(language));
    for (words, ar) in [
        ("08:00", "الثامنة صباحًا"),
        (
            "من \u{2066}08:30\u{2069} إلى \u{2066}14:15\u{2069}.",
            "من الثامنة والنصف صباحًا إلى الثانية والربع ظهرًا.",
        ),
        ("10:30–14:00", "العاشرة والنصف صباحًا–الثانية ظهرًا"),
        ("١٢:٤٥", "الواحدة إلا ربعًا ظهرًا"),
        ("00:05", "الثانية عشرة و 5 دقائق ليلًا"),
        ("16:41", "الرابعة و 41 دقيقة عصرًا"),
        (
            "22 نوفمبر 2026 م، الموافق 12 جمادى الآخرة 1448 هـ",
            "22 نوفمبر 2026 ميلاديًا، الموافق 12 جمادى الآخرة 1448 هجريًا",
        ),
        ("أ. هـ العتيبي 24:00", "أ. ه العتيبي 24:0 0"),
    ] {
        assert_eq!(heard(Language::Arabic, words), ar);
    }
    for (words, en) in [
        ("08:00", "eight in the morning"),
        ("from 14:05 to 20:45", "from two oh five in the afternoon to quarter to nine in the evening"),
        ("1448 AH", "1448 Hijri"),
    ] {
        assert_eq!(heard(Language::English, words), en);
    }
}

#[test]
fn of_a_screen_that_was_read_only_what_changed_is_said_and_what_it_is_about() {
    let screen = |chosen: &[&str]| {
        let script = Script::new().say("What do you need?");
        ["Food", "Training"].iter().fold(script, |script, name| {
            let script = script.choice().say(name);
            if chosen.contains(name) { script.say("Chosen") } else { script }
        })
    };
    let news = |now: &[&str], before: &[&str]| screen(now).news_since(&screen(before), "Not chosen");
    assert_eq!(news(&["Food"], &[]), Script::new().say("Food").say("Chosen"));
    assert_eq!(news(&["Training"], &["Training", "Food"]), Script::new().say("Food").say("Not chosen"));
    let other = Script::new().say("Who are you?");
    assert_eq!(other.news_since(&screen(&[]), "Not chosen"), other);
}
