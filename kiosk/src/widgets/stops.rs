//! Where keys can go: every part that can be pressed is a stop, and the arrow keys lead from stop to stop by where they stand. Pure
//! but for the list that the parts of a pass are noted in.

use egui::{Context, Id, LayerId, Rect, Response, Ui};

use crate::text::Direction;

/// A way in which an arrow key points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Arrow {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::Left, Self::Right];
}

/// A part that can be pressed, or written into.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The part.
    pub id: Id,
    /// Where it stands, within what is scrolled.
    pub rect: Rect,
    /// What is seen of the place that holds it.
    pub clip: Rect,
    /// The layer that it is painted on: while a question stands over the screen, only the question's count.
    pub layer: LayerId,
    /// The arrows that it needs itself: a field moves its caret.
    pub keeps: Vec<Arrow>,
}

/// The stops of a pass, and of the one before.
#[derive(Clone, Debug, Default)]
struct Noted {
    pass: u64,
    now: Vec<Stop>,
    before: Vec<Stop>,
}

impl Noted {
    /// Takes what the pass before `pass` noted: nothing, where its screen had no part that can be pressed.
    fn of_the_pass_before(&mut self, pass: u64) -> Vec<Stop> {
        let now = std::mem::take(&mut self.now);
        if self.pass + 1 == pass { now } else { Vec::new() }
    }
}

/// Notes a part as a stop; one that the keyboard has just come to is scrolled into sight.
pub fn stop(ui: &Ui, response: &Response) {
    stop_that_keeps(ui, response, Vec::new());
}

/// Notes a part that needs some of the arrows itself.
pub fn stop_that_keeps(ui: &Ui, response: &Response, keeps: Vec<Arrow>) {
    if !ui.is_enabled() {
        return;
    }
    if response.gained_focus() {
        ui.scroll_to_rect(response.rect, None);
    }
    let pass = ui.ctx().cumulative_pass_nr();
    let (id, rect, clip, layer) = (response.id, response.rect, ui.clip_rect(), response.layer_id);
    ui.data_mut(|data| {
        let noted = data.get_temp_mut_or_default::<Noted>(Id::unique("stops"));
        if noted.pass != pass {
            noted.before = noted.of_the_pass_before(pass);
            noted.pass = pass;
        }
        noted.now.push(Stop { id, rect, clip, layer, keeps });
    });
}

/// Returns the stops of the last whole pass that can be reached: those of a question alone, while one stands over the screen.
pub fn stops(ctx: &Context) -> Vec<Stop> {
    let pass = ctx.cumulative_pass_nr();
    let mut noted = ctx.data(|data| data.get_temp::<Noted>(Id::unique("stops"))).unwrap_or_default();
    let stops = if noted.pass == pass { noted.before } else { noted.of_the_pass_before(pass) };
    match ctx.memory(|memory| memory.top_modal_layer()) {
        Some(modal) => stops.into_iter().filter(|stop| stop.layer == modal).collect(),
        None => stops,
    }
}

/// Points by which neighbours may overlap.
const SLACK: f32 = 3.0;

/// Returns the stop that an arrow leads to from the one at `at`: the nearest one in the same row or column, first among those that
/// are scrolled together. At the end of a row reading goes on, so that every stop is reached.
pub fn next_stop(stops: &[Stop], at: usize, arrow: Arrow, direction: Direction) -> Option<usize> {
    let here = stops.get(at)?;
    let together = |other: &Stop| other.clip == here.clip;
    let near = nearest(stops, at, arrow, |other| together(other).then_some((here.rect, other.rect)), true);
    let seen = |other: &Stop| Some((seen(here), seen(other)));
    let found = near.or_else(|| nearest(stops, at, arrow, seen, true));
    match arrow {
        Arrow::Up | Arrow::Down => found.or_else(|| nearest(stops, at, arrow, seen, false)),
        Arrow::Left | Arrow::Right => found.or_else(|| {
            let forward = (arrow == Arrow::Left) == direction.is_rtl();
            if forward { Some(at + 1).filter(|next| *next < stops.len()) } else { at.checked_sub(1) }
        }),
    }
}

/// The nearest stop that an arrow points to, where `places` compares it with where one is.
fn nearest(
    stops: &[Stop],
    at: usize,
    arrow: Arrow,
    places: impl Fn(&Stop) -> Option<(Rect, Rect)>,
    in_line: bool,
) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (index, other) in stops.iter().enumerate().filter(|(index, _)| *index != at) {
        let Some((from, to)) = places(other) else { continue };
        let (ahead, gap, overlap, aside) = match arrow {
            Arrow::Up => {
                (from.center().y - to.center().y, from.top() - to.bottom(), beside_x(from, to), dx(from, to))
            }
            Arrow::Down => {
                (to.center().y - from.center().y, to.top() - from.bottom(), beside_x(from, to), dx(from, to))
            }
            Arrow::Left => {
                (from.center().x - to.center().x, from.left() - to.right(), beside_y(from, to), dy(from, to))
            }
            Arrow::Right => {
                (to.center().x - from.center().x, to.left() - from.right(), beside_y(from, to), dy(from, to))
            }
        };
        if ahead <= SLACK || gap < -SLACK || (in_line && overlap <= SLACK) {
            continue;
        }
        let far = gap.max(0.0) + aside * if in_line { 0.05 } else { 2.0 };
        if best.is_none_or(|(least, _)| far < least) {
            best = Some((far, index));
        }
    }
    best.map(|(_, index)| index)
}

/// What is seen of a stop; of one that is scrolled out of sight, the edge beyond which it stands.
fn seen(stop: &Stop) -> Rect {
    let Stop { rect, clip, .. } = stop;
    Rect::from_min_max(rect.min.clamp(clip.min, clip.max), rect.max.clamp(clip.min, clip.max))
}

fn beside_x(a: Rect, b: Rect) -> f32 {
    a.right().min(b.right()) - a.left().max(b.left())
}

fn beside_y(a: Rect, b: Rect) -> f32 {
    a.bottom().min(b.bottom()) - a.top().max(b.top())
}

fn dx(a: Rect, b: Rect) -> f32 {
    (a.center().x - b.center().x).abs()
}

fn dy(a: Rect, b: Rect) -> f32 {
    (a.center().y - b.center().y).abs()
}

/// Returns those of the stops that no arrow key leads to from the first one.
pub fn unreached(stops: &[Stop], direction: Direction) -> Vec<usize> {
    let mut reached = vec![false; stops.len()];
    let mut left: Vec<usize> = (!stops.is_empty()).then_some(0).into_iter().collect();
    while let Some(at) = left.pop() {
        if std::mem::replace(&mut reached[at], true) {
            continue;
        }
        left.extend(Arrow::ALL.into_iter().filter_map(|arrow| next_stop(stops, at, arrow, direction)));
    }
    reached.iter().enumerate().filter(|(_, reached)| !**reached).map(|(index, _)| index).collect()
}
