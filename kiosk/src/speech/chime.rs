//! Two soft tones before a number is said, made here as a WAV file: no recording, no licence.

use std::f32::consts::TAU;
use std::io::Write as _;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use super::voice::{Run, find_program};

/// Samples a second.
const RATE: u32 = 22_050;

/// The tones: hertz, and when each begins, in seconds.
const TONES: [(f32, f32); 2] = [(784.0, 0.0), (587.0, 0.32)];

/// How long it sounds, in seconds.
const SECONDS: f32 = 1.1;

/// How loud a tone begins, of the loudest that a sample can be.
const LOUDNESS: f32 = 0.35;

/// The chime and what plays it.
#[derive(Debug)]
pub(super) struct Chime {
    player: PathBuf,
    /// Where the player finds it; it goes with the program.
    file: NamedTempFile,
}

impl Chime {
    /// Writes the chime for the player of the settings; `None` where there is no player, or no place to write.
    pub(super) fn find(player: &str) -> Option<Self> {
        let Some(player) = find_program(player) else {
            tracing::info!("no chime is played: see player in [speech] of kiosk.toml");
            return None;
        };
        let written = || {
            let mut file = tempfile::Builder::new().prefix("sila-chime-").suffix(".wav").tempfile()?;
            file.write_all(&wav())?;
            file.flush()?;
            Ok::<_, std::io::Error>(file)
        };
        let file =
            written().inspect_err(|fault| tracing::warn!(%fault, "the chime could not be written")).ok()?;
        Some(Self { player, file })
    }

    /// Returns the program to run.
    pub(super) fn run(&self) -> Run {
        Run { program: self.player.clone(), arguments: vec![self.file.path().into()], input: None }
    }
}

/// Returns the chime as a WAV file: one channel, 16 bits.
fn wav() -> Vec<u8> {
    let count = (SECONDS * RATE as f32) as u32;
    let bytes = count * 2;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // plain samples, one channel
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    for n in 0..count {
        let sample = sample_at(n as f32 / RATE as f32).clamp(-1.0, 1.0);
        file.extend(((sample * f32::from(i16::MAX)) as i16).to_le_bytes());
    }
    file
}

/// Each tone with its octave, dying away; it begins and ends without a click.
fn sample_at(time: f32) -> f32 {
    let tone = |(hertz, begins): (f32, f32)| {
        let age = time - begins;
        if age < 0.0 {
            return 0.0;
        }
        let swell = (age / 0.012).min(1.0) * ((SECONDS - time) / 0.05).clamp(0.0, 1.0);
        let wave = (TAU * hertz * age).sin() + 0.3 * (TAU * hertz * 2.0 * age).sin();
        wave * swell * (-4.5 * age).exp() * LOUDNESS
    };
    TONES.into_iter().map(tone).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chime_is_a_whole_wav_file_that_is_heard_and_does_not_click() {
        let file = wav();
        assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
        let said = u32::from_le_bytes(file[40..44].try_into().unwrap()) as usize;
        assert_eq!(file.len(), 44 + said);
        let samples: Vec<i32> =
            file[44..].chunks(2).map(|two| i16::from_le_bytes([two[0], two[1]]).into()).collect();
        let loudest = samples.iter().map(|sample| sample.abs()).max().unwrap();
        assert!((8_000..32_000).contains(&loudest), "{loudest}");
        assert!(samples[0].abs() < 50 && samples[samples.len() - 1].abs() < 50);
    }
}
