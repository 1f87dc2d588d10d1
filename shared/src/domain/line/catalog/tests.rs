//! Lines of every kind, there and back, and what is refused.

use super::*;

const LINES: [&str; 12] = [
    r#"{"kind":"branch","code":"abha","name_ar":"أ","name_en":"A","position":0,"active":true,"phone":"0172345678"}"#,
    r#"{"kind":"group","code":"low_income","name_ar":"أ","name_en":"A","position":0,"active":true}"#,
    r#"{"kind":"association","code":"association","name_ar":"أ","name_en":"A","position":0,"active":true,"follow_address":"https://requests.example.org","follow_days":10}"#,
    r#"{"kind":"paper","code":"id_card","name_ar":"أ","name_en":"A","position":0,"active":true}"#,
    r#"{"kind":"paper","code":"divorce","name_ar":"أ","name_en":"A","position":0,"active":true,"discreet":true}"#,
    r#"{"kind":"outcome","code":"answered","name_ar":"أ","name_en":"A","simple_name_en":"B","position":0,"active":true}"#,
    r#"{"kind":"staff","code":"staff-03","name_ar":"نورة","name_en":"Noura","position":3,"active":false,"role":"relations"}"#,
    r#"{"kind":"service","code":"support","name_ar":"الدعم","name_en":"Support","simple_name_ar":"نساعدكم","position":1,"active":true,"picture":"hands","who_ar":"كل مستفيد","who_en":"Every beneficiary","papers_ar":["الهوية","سجل الأسرة"],"papers_en":["ID"],"asks":["words","mobile"],"body_ar":"سطر\nسطر","simple_en":"Ask us."}"#,
    r#"{"kind":"notion","code":"n1","name_ar":"أ","name_en":"A","position":0,"active":true,"belongs_to":"support","verdict":false,"body_ar":"لا"}"#,
    r#"{"kind":"improvement","code":"i1","name_ar":"أ","name_en":"A","position":0,"active":true,"since":"2026-09-01","body_en":"Done"}"#,
    r#"{"kind":"tool_page","code":"p1","name_ar":"أ","name_en":"A","position":0,"active":true,"audience":"everybody","belongs_to":"bylaw","body_ar":"مادة"}"#,
    r#"{"kind":"hours","code":"everywhere","name_ar":"أ","name_en":"A","position":0,"active":true,"hours":["sunday-thursday 08:00-14:00"],"hours_ramadan":["sunday 21:00-01:00"],"closed":["2026-09-23"],"pauses":["12:00-12:30"]}"#,
];

fn fault(line: &str) -> String {
    read_catalog_line(line.as_bytes()).unwrap_err().to_string()
}

/// A line of an association with more fields.
fn association(more: &str) -> String {
    format!(r#"{{"kind":"association","code":"association","name_ar":"أ","name_en":"A",{more}}}"#)
}

#[test]
fn an_entry_of_every_kind_survives_being_written_and_read() {
    for line in LINES {
        assert_eq!(write_catalog_line(&read_catalog_line(line.as_bytes()).unwrap()), line);
    }
}

#[test]
fn a_logo_and_a_colour_survive_and_bad_ones_are_named() {
    let mut png = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', 0, 0, 0, 13];
    png.extend(b"IHDR\0\0\0\x10\0\0\0\x10");
    let line = association(&format!(r##""colour":"#0d4f3c","logo":"{}""##, STANDARD.encode(&png)));
    let entry = read_catalog_line(line.as_bytes()).unwrap();
    let Described::Association(Branding { logo: Some(logo), .. }) = &entry.what else { panic!("{entry:?}") };
    assert_eq!(logo.bytes(), png);
    assert_eq!(read_catalog_line(write_catalog_line(&entry).as_bytes()), Ok(entry));
    for (more, expected) in [
        (r#""colour":"green""#, "colour: is not a colour"),
        (r#""logo":"?""#, "logo: is not base64"),
        (r#""logo":"R0lGODlh""#, "logo: is not a PNG file"),
    ] {
        assert!(fault(&association(more)).starts_with(expected), "{more}");
    }
}

#[test]
fn a_logo_is_read_in_whatever_base64_a_program_writes() {
    let mut png = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', 0, 0, 0, 13];
    png.extend(b"IHDR\0\0\0\x10\0\0\0\x10\xFB\xFF\xFE\xFF");
    let plain = STANDARD.encode(&png);
    assert!(plain.contains(['+', '/']) && plain.ends_with('='), "{plain}");
    let parted = |between: &str| {
        plain
            .as_bytes()
            .chunks(10)
            .map(|part| std::str::from_utf8(part).unwrap())
            .collect::<Vec<_>>()
            .join(between)
    };
    for written in [
        parted(" "),
        parted("\\n"),
        parted("\\r\\n"),
        parted("\u{200B}"),
        plain.replace('+', "-").replace('/', "_"),
        plain.trim_end_matches('=').to_owned(),
        format!("data:image/png;base64,{plain}"),
        format!(" {plain}\\n"),
    ] {
        let entry = read_catalog_line(association(&format!(r#""logo":"{written}""#)).as_bytes()).unwrap();
        let Described::Association(Branding { logo: Some(logo), .. }) = entry.what else {
            panic!("{written}")
        };
        assert_eq!(logo.bytes(), png, "{written}");
    }
    for (wrong, expected) in [
        ("logo.png", "is not base64: give what base64 -w0 logo.png prints"),
        ("data:image/jpeg;base64,AAAA", "is not base64"),
        ("", "is not a PNG file: save the picture as PNG"),
        ("/9j/4AAQ", "is not a PNG file: save the picture as PNG"),
        (&plain[..20], "is not a PNG file"),
    ] {
        assert!(fault(&association(&format!(r#""logo":"{wrong}""#))).contains(expected), "{wrong}");
    }
    png[16..20].fill(0);
    assert!(
        fault(&association(&format!(r#""logo":"{}""#, STANDARD.encode(&png)))).contains("a side of no pixel")
    );
}

#[test]
fn hours_and_closed_days_are_read_in_any_digits_and_hyphens() {
    let hours = LINES.iter().find(|line| line.contains("\"hours\"")).unwrap();
    let plain = read_catalog_line(hours.as_bytes());
    for (from, to) in [
        ("08:00-14:00", "٠٨:٠٠-١٤:٠٠"),
        ("08:00-14:00", "08:00\u{2013}14:00"),
        ("sunday-thursday", "Sunday\u{2013}THURSDAY"),
        ("sunday-thursday 08", "\u{200F}sunday-thursday\u{A0}08"),
        ("2026-09-23", "٢٠٢٦-٠٩-٢٣"),
        ("2026-09-23", " 2026\u{2011}09\u{2011}23\u{200F}"),
        ("2026-09-23", "2026-09-23/2026-09-23"),
        ("2026-09-23", "2026-09-23 / ۲۰۲۶-۰۹-۲۳"),
        ("12:00-12:30", "١٢:٠٠ـ١٢:٣٠"),
        ("\"position\":0", "\"position\":0.0"),
        ("\"position\":0", "\"position\":0e0"),
    ] {
        assert_eq!(read_catalog_line(hours.replacen(from, to, 1).as_bytes()), plain, "{to}");
    }
    for (from, to, expected) in [
        ("2026-09-23", "1448-04-12", "closed: names the year 1448"),
        ("2026-09-23", "h1448-04-12", "closed: names the year 1448"),
        ("2026-09-23", "12/04/1448", "closed: names the year 1448"),
        ("2026-09-23", "١٤٤٨/٠٤/١٢", "closed: names the year 1448"),
        ("2026-09-23", "2026-09-23/1448-04-20", "closed: names the year 1448"),
        ("2026-09-23", "2026-09-23/2026-09-20", "closed: ends before it begins"),
        ("2026-09-23", "2026-02-29", "closed: names a day that does not exist"),
        ("2026-09-23", "20260923", "closed: "),
        ("2026-09-23", "2026-09-23T00:00", "closed: "),
        ("2026-09-23", "2026-09-23/", "closed: "),
        ("08:00-14:00", "8:00-14:00", "hours: "),
        ("08:00-14:00", "08:00-2pm", "hours: "),
        ("\"position\":0", "\"position\":0.5", "position: is not a whole number"),
        ("\"position\":0", "\"position\":\"0\"", "position: is not a whole number"),
        ("\"position\":0", "\"position\":1e30", "position: is not a whole number"),
    ] {
        let fault = fault(&hours.replacen(from, to, 1));
        assert!(fault.starts_with(expected), "{to}: {fault}");
    }
}

#[test]
fn a_name_has_a_letter_and_no_text_is_blank() {
    let service = LINES.iter().find(|line| line.contains("\"service\"")).unwrap();
    for no_name in ["...", "\u{640}\u{640}", "\u{1F600}", "-", "\\u0301"] {
        for (name, field) in [("الدعم", "name_ar"), ("Support", "name_en"), ("نساعدكم", "simple_name_ar")]
        {
            let fault = fault(&service.replacen(&format!("\"{name}\""), &format!("\"{no_name}\""), 1));
            assert!(fault.starts_with(&format!("{field}: holds neither a letter")), "{fault}");
        }
    }
    for (text, field) in
        [("كل مستفيد", "who_ar"), ("الهوية", "papers_ar"), ("Ask us.", "simple_en"), ("سطر\\nسطر", "body_ar")]
    {
        for blank in [" ", "\u{200F}", "\\n"] {
            let fault = fault(&service.replacen(&format!("\"{text}\""), &format!("\"{blank}\""), 1));
            assert!(fault.starts_with(&format!("{field}: ")), "{blank:?}: {fault}");
        }
    }
    for (field, expected) in [("department", "is blank"), ("department", "has invisible characters")] {
        let code = if expected == "is blank" { " " } else { "relations\u{200F}" };
        let line = service.replacen("\"position\"", &format!("\"{field}\":\"{code}\",\"position\""), 1);
        assert!(fault(&line).starts_with(&format!("{field}: {expected}")), "{line}");
    }
}

#[test]
fn a_group_and_an_outcome_have_one_code_each() {
    let line = LINES[1].replace("low_income", "Low\u{2011}Income");
    assert_eq!(read_catalog_line(line.as_bytes()), read_catalog_line(LINES[1].as_bytes()));
}

#[test]
fn what_nobody_sees_is_refused_in_every_text_and_code() {
    let service = LINES.iter().find(|line| line.contains("\"service\"")).unwrap();
    let texts = ["الدعم", "Support", "نساعدكم", "كل مستفيد", "Every beneficiary", "الهوية", "Ask us."];
    for unseen in ["\\u0000", "\\u0007", "\\u202e", "\\u202a", "\\u2066", "\\u2069", "\\u009f"] {
        for text in texts {
            let dressed = service.replacen(text, &format!("{text}{unseen}"), 1);
            assert!(read_catalog_line(dressed.as_bytes()).is_err(), "{dressed}");
        }
    }
    for blank in ["", " ", "\\u200f", "\\u00a0\\ufeff", "\\u2800"] {
        for name in ["الدعم", "Support", "نساعدكم"] {
            let dressed = service.replacen(&format!("\"{name}\""), &format!("\"{blank}\""), 1);
            assert!(read_catalog_line(dressed.as_bytes()).is_err(), "{dressed}");
        }
        let code = service.replacen("\"support\"", &format!("\"{blank}\""), 1);
        assert!(read_catalog_line(code.as_bytes()).is_err(), "{code}");
    }
    for code in ["sup\\u200bport", " support", "support\\u200f"] {
        let dressed = service.replacen("\"support\"", &format!("\"{code}\""), 1);
        assert!(fault(&dressed).starts_with("code: has invisible characters"), "{dressed}");
    }
    let marked = service.replacen("Ask us.", "\\u200fAsk\\u200e us.\\n\\tNow.", 1);
    assert!(read_catalog_line(marked.as_bytes()).is_ok(), "{marked}");
}

#[test]
fn a_fault_names_its_field() {
    for (from, to, expected) in [
        ("\"staff\"", "\"stuff\"", "kind: is none of service, department"),
        ("\"relations\"", "\"king\"", "role: is not known"),
        ("\"name_en\"", "\"name_fr\"", "name_en: is missing"),
        ("\"picture\"", "\"image\"", "image: is not a known field"),
        ("\"mobile\"", "\"fax\"", "asks: is none of words, mobile"),
        ("0172345678", "017 23", "phone: is not a telephone number such as 920000000"),
        (
            "\"name_en\":\"Noura\"",
            "\"name_en\":\"N\",\"simple_name_en\":\"N\"",
            "simple_name_ar: is not a field of staff",
        ),
        ("\"verdict\":false,", "", "verdict: is missing"),
        ("\"body_ar\":\"لا\"", "\"simple_ar\":\"لا\"", "body_ar: is missing"),
        ("\"belongs_to\":\"bylaw\",", "", "belongs_to: is missing"),
        ("\"everybody\"", "\"nobody\"", "audience: is neither"),
        ("2026-09-01", "soon", "since: is not a date such as 2026-05-12"),
        ("2026-09-01", "1448-03-19", "since: names the year 1448, which is one of the Hijra"),
        ("\"2026-09-23\"", "\"2026-09-23\",\"1448-09-29/1448-10-05\"", "closed: names the year 1448"),
        ("\"ID\"", "\"a\\nb\"", "papers_en: a line is empty or holds a line break"),
        ("sunday-thursday", "sun-thu", "hours: \"sun-thu\" is no day"),
        ("\"hours\":[", "\"week\":[", "hours: is missing"),
        ("\"2026-09-23\"", "\"23/09/2026\"", "closed: "),
        ("12:00-12:30", "noon", "pauses: \"noon\""),
        ("https://requests", "http://requests", "follow_address: is not an address such as https://"),
        ("\"follow_days\":10", "\"follow_days\":-1", "follow_days: is not between 0 and 3660"),
    ] {
        let line = LINES.iter().find(|line| line.contains(from)).unwrap();
        let fault = fault(&line.replacen(from, to, 1));
        assert!(fault.contains(expected), "{to}: {fault}");
    }
    let verdict = association(r#""verdict":true"#);
    assert_eq!(fault(&verdict), "verdict: is not a known field");
}

#[test]
fn an_entry_that_would_not_fit_into_a_change_is_refused_before_it_is_published() {
    let long = "ش".repeat(4_000);
    let fields =
        ["about", "who", "body", "simple"].map(|f| format!(r#""{f}_ar":"{long}","{f}_en":"{long}""#));
    let service =
        format!(r#"{{"kind":"service","code":"support","name_ar":"أ","name_en":"A",{}}}"#, fields.join(","));
    let fault = fault(&service);
    assert!(fault.starts_with("line: the texts and the logo are 62 KiB together"), "{fault}");
}
