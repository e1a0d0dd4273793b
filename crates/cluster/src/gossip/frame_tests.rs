//! What is heard, and what is not.

use proptest::prelude::*;

use super::frame::*;
use super::keys::KeyRing;

const NOW: i64 = 1_700_000_000_000;

fn ring(bytes: &[u8]) -> KeyRing {
    let lines: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}").repeat(32)).collect();
    KeyRing::parse(&lines.join("\n")).unwrap()
}

fn sealer(session: u8) -> Sealer {
    Sealer::new(cluster_tag("fleet"), 7, [session; 16])
}

/// What member 9 of `fleet` makes of a frame.
fn open(opener: &mut Opener, ring: &KeyRing, frame: &[u8], now_ms: i64) -> Result<Vec<u8>, Refused> {
    let (head, sealed) = Head::read(frame)?;
    if head.cluster != cluster_tag("fleet") {
        return Err(Refused::Cluster);
    }
    if head.addressee != 9 {
        return Err(Refused::Addressee);
    }
    opener.open(ring, &head, sealed, now_ms).map(|opened| opened.payload)
}

#[test]
fn what_a_member_sends_is_heard_once() {
    let (ring, mut sealer, mut opener) = (ring(&[1]), sealer(1), Opener::default());
    let frame = sealer.seal(&ring, 9, b"hello", NOW).unwrap();
    assert_eq!(frame.len(), 5 + OVERHEAD_LEN);
    assert!(!frame.windows(5).any(|bytes| bytes == b"hello"), "nobody else reads it");
    assert_eq!(open(&mut opener, &ring, &frame, NOW + 3).as_deref(), Ok(b"hello".as_slice()));
    assert_eq!(open(&mut opener, &ring, &frame, NOW + 4), Err(Refused::Replayed));
    // Of a payload of nothing too.
    let empty = sealer.seal(&ring, 9, b"", NOW).unwrap();
    assert_eq!(open(&mut opener, &ring, &empty, NOW), Ok(Vec::new()));
}

#[test]
fn a_frame_to_another_node_or_of_another_cluster_is_not_heard() {
    let (ring, mut opener) = (ring(&[1]), Opener::default());
    let elsewhere = sealer(1).seal(&ring, 8, b"hello", NOW).unwrap();
    assert_eq!(open(&mut opener, &ring, &elsewhere, NOW), Err(Refused::Addressee));
    let mut foreign = Sealer::new(cluster_tag("other fleet"), 7, [1; 16]);
    let foreign = foreign.seal(&ring, 9, b"hello", NOW).unwrap();
    assert_eq!(open(&mut opener, &ring, &foreign, NOW), Err(Refused::Cluster));
    // Nor when the head says what is wanted.
    let honest = sealer(1).seal(&ring, 9, b"", NOW).unwrap();
    let (honest, _) = Head::read(&honest).unwrap();
    let (_, sealed) = Head::read(&elsewhere).unwrap();
    assert_eq!(opener.open(&ring, &honest, sealed, NOW), Err(Refused::Forged));
}

#[test]
fn clocks_may_be_five_seconds_apart() {
    let (ring, mut sealer, mut opener) = (ring(&[1]), sealer(1), Opener::default());
    for (skew_ms, heard) in [(-5_001, false), (-5_000, true), (5_000, true), (5_001, false)] {
        let frame = sealer.seal(&ring, 9, b"hello", NOW + skew_ms).unwrap();
        let outcome = open(&mut opener, &ring, &frame, NOW);
        assert_eq!(outcome, if heard { Ok(b"hello".to_vec()) } else { Err(Refused::Clock) }, "{skew_ms}");
    }
}

#[test]
fn keys_change_step_by_step_without_a_frame_that_is_not_heard() {
    let (mut sealer, mut opener) = (sealer(1), Opener::default());
    let steps = [ring(&[1]), ring(&[1, 2]), ring(&[2, 1]), ring(&[2])];
    for pair in steps.windows(2) {
        // Either side may be a step ahead.
        for (theirs, ours) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
            let frame = sealer.seal(theirs, 9, b"hello", NOW).unwrap();
            assert!(open(&mut opener, ours, &frame, NOW).is_ok());
        }
    }
    let old = sealer.seal(&steps[0], 9, b"hello", NOW).unwrap();
    assert_eq!(open(&mut opener, &steps[3], &old, NOW), Err(Refused::Key), "the old key is gone");
}

#[test]
fn a_key_that_was_taken_away_opens_nothing_even_in_a_session_that_began_with_it() {
    let (mut sealer, mut opener) = (sealer(1), Opener::default());
    let frames: Vec<_> = (0..2).map(|_| sealer.seal(&ring(&[1]), 9, b"hello", NOW).unwrap()).collect();
    assert!(open(&mut opener, &ring(&[2, 1]), &frames[0], NOW).is_ok());
    assert_eq!(open(&mut opener, &ring(&[2]), &frames[1], NOW), Err(Refused::Key));
}

#[test]
fn a_session_that_is_over_does_not_come_back() {
    let (ring, mut opener) = (ring(&[1]), Opener::default());
    let (mut first, mut second) = (sealer(1), sealer(2));
    let early: Vec<_> = (0..2).map(|_| first.seal(&ring, 9, b"first", NOW).unwrap()).collect();
    assert!(open(&mut opener, &ring, &early[0], NOW).is_ok());
    let later = second.seal(&ring, 9, b"second", NOW + 1).unwrap();
    assert!(open(&mut opener, &ring, &later, NOW + 1).is_ok());
    assert_eq!(open(&mut opener, &ring, &early[1], NOW + 1), Err(Refused::Replayed));
}

#[test]
fn frames_have_a_largest_size() {
    let (ring, mut sealer, mut opener) = (ring(&[1]), sealer(1), Opener::default());
    let frame = sealer.seal(&ring, 9, &vec![7; PAYLOAD_LEN_MAX], NOW).unwrap();
    assert!(open(&mut opener, &ring, &frame, NOW).is_ok());
    assert_eq!(sealer.seal(&ring, 9, &vec![7; PAYLOAD_LEN_MAX + 1], NOW), Err(Refused::Large));
    assert_eq!(Head::read(&[&frame[..], b"x"].concat()), Err(Refused::Large));
}

#[test]
fn a_frame_of_another_version_says_so() {
    let mut frame = sealer(1).seal(&ring(&[1]), 9, b"hello", NOW).unwrap();
    frame[0] = 2;
    assert_eq!(Head::read(&frame), Err(Refused::Version));
    assert_eq!(Head::read(b""), Err(Refused::Garbage));
}

proptest! {
    /// Whatever comes: nothing panics, and nothing is heard.
    #[test]
    fn noise_is_not_heard(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(open(&mut Opener::default(), &ring(&[1]), &noise, NOW).is_err());
    }

    /// A frame of which one byte was changed, or that was cut short, is not heard and does no harm: the true one still is.
    #[test]
    fn damage_is_noticed(at in 0usize..100, by in 1u8.., cut in any::<bool>()) {
        let (ring, mut opener) = (ring(&[1]), Opener::default());
        let frame = sealer(1).seal(&ring, 9, &[5; 30], NOW).unwrap();
        let at = at % frame.len();
        let mut damaged = frame.clone();
        if cut {
            damaged.truncate(at);
        } else {
            damaged[at] ^= by;
        }
        prop_assert!(open(&mut opener, &ring, &damaged, NOW).is_err());
        prop_assert!(open(&mut opener, &ring, &frame, NOW).is_ok());
    }

    /// Frames are lost, come twice, and in another order: each one is heard at most once, and each first one that is not more
    /// than 63 numbers late is.
    #[test]
    fn lost_repeated_and_reordered_frames(steps in prop::collection::vec((0usize..80, 0usize..100), 1..300)) {
        let (ring, mut sealer, mut opener) = (ring(&[1, 2]), sealer(1), Opener::default());
        let mut frames = Vec::new();
        let (mut heard, mut highest) = (std::collections::BTreeSet::new(), None);
        for (back, chance) in steps {
            // A new frame, of which a fifth is lost at first; then an old one again.
            frames.push(sealer.seal(&ring, 9, &frames.len().to_le_bytes(), NOW).unwrap());
            let newest = frames.len() - 1;
            for at in [(chance >= 20).then_some(newest), newest.checked_sub(back)].into_iter().flatten() {
                let outcome = open(&mut opener, &ring, &frames[at], NOW);
                let late = highest.is_some_and(|highest: usize| highest.saturating_sub(at) > 63);
                let expected = if heard.contains(&at) || late { Err(Refused::Replayed) } else { Ok(at.to_le_bytes().to_vec()) };
                prop_assert_eq!(&outcome, &expected);
                if outcome.is_ok() {
                    heard.insert(at);
                    highest = highest.max(Some(at));
                }
            }
        }
    }

    /// The window against a set of everything that was heard.
    #[test]
    fn the_window_is_a_set_of_the_newest_64(numbers in prop::collection::vec(prop_oneof![9 => 0u64..300, 1 => any::<u64>()], 1..400)) {
        let (mut window, mut heard) = (Window::default(), std::collections::BTreeSet::new());
        for number in numbers {
            let late = heard.last().is_some_and(|highest: &u64| highest.saturating_sub(number) > 63);
            let new = !late && number != u64::MAX && heard.insert(number);
            prop_assert_eq!(window.admit(number), new, "{}", number);
        }
    }
}
