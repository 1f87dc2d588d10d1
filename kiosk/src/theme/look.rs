//! [`Look`]: what every widget needs besides its words. Cheap to clone, the same for a whole pass.

use std::sync::Arc;

use egui::{Color32, Context, CornerRadius, Response, Role, Stroke, Ui, Visuals, vec2};

use super::appearance::{Appearance, Scheme};
use super::palette::Palette;
use super::screen::Screen;
use super::sizes::Sizes;
use crate::text::{Direction, FieldLook, Fonts, Text, TextStyle};

/// A touch that lasts up to this long still presses: nothing hurries a visitor.
const LONGEST_TOUCH_SECONDS: f64 = 30.0;

/// What a piece of text is for; decides its size and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A welcome.
    Display,
    /// A screen's title.
    Title,
    /// A part's heading.
    Heading,
    /// Sentences.
    Body,
    /// Sentences that must stand out.
    Strong,
    /// On buttons and keys.
    Button,
    /// What explains.
    Small,
}

/// Text layer, colours, sizes and reading direction of the window.
#[derive(Clone, Debug)]
pub struct Look {
    /// The text layer.
    pub text: Text,
    /// The colours.
    pub palette: Arc<Palette>,
    /// The sizes.
    pub sizes: Arc<Sizes>,
    /// The direction of the language being shown.
    pub direction: Direction,
    scheme: Scheme,
}

impl Look {
    /// Makes the look for a screen.
    pub fn new(ctx: &Context, screen: &Screen, direction: Direction, appearance: &Appearance) -> Self {
        Self {
            text: Text::install(ctx, &Fonts::plex()),
            palette: Arc::new(Palette::new(appearance)),
            sizes: Arc::new(Sizes::new(screen, appearance)),
            direction,
            scheme: appearance.scheme,
        }
    }

    /// Sets egui's own style to ours: colours of the ground, spacing, large scroll bars, patience with slow
    /// and unsteady fingers.
    pub fn apply(&self, ctx: &Context) {
        let (palette, sizes) = (&self.palette, &self.sizes);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.input_options.max_click_duration = LONGEST_TOUCH_SECONDS;
            options.input_options.max_click_dist = sizes.touch / 3.0;
        });
        let (theme, visuals) = match self.scheme {
            Scheme::Light => (egui::Theme::Light, Visuals::light()),
            Scheme::Dark => (egui::Theme::Dark, Visuals::dark()),
        };
        ctx.set_theme(theme);
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            style.visuals.panel_fill = palette.ground;
            style.visuals.window_fill = palette.surface;
            style.visuals.extreme_bg_color = palette.band;
            style.visuals.window_corner_radius = CornerRadius::same(sizes.radius as u8);
            style.visuals.window_stroke = Stroke::NONE;
            style.visuals.widgets.inactive.bg_fill = palette.border;
            style.visuals.widgets.hovered.bg_fill = palette.primary;
            style.visuals.widgets.active.bg_fill = palette.primary;
            style.interaction.selectable_labels = false;
            style.spacing.item_spacing = vec2(sizes.gap, sizes.gap);
            style.spacing.scroll.floating = false;
            style.spacing.scroll.foreground_color = false;
            style.spacing.scroll.bar_width = (sizes.touch / 3.0).round();
            style.spacing.scroll.handle_min_length = sizes.touch;
            style.spacing.scroll.bar_inner_margin = sizes.gap;
            style.spacing.scroll.bar_outer_margin = 0.0;
        });
    }

    /// Tells whether light words stand on a dark ground.
    pub fn is_dark(&self) -> bool {
        self.scheme == Scheme::Dark
    }

    /// The style of a kind of text in the window's direction and ink.
    pub fn style(&self, kind: TextKind) -> TextStyle {
        let sizes = &self.sizes;
        let style = |size| TextStyle::new(size, self.direction).color(self.palette.ink);
        match kind {
            TextKind::Display => style(sizes.text_display).semi_bold().color(self.palette.primary),
            TextKind::Title => style(sizes.text_title).semi_bold().color(self.palette.primary),
            TextKind::Heading => style(sizes.text_heading).semi_bold(),
            TextKind::Body => style(sizes.text_body),
            TextKind::Strong => style(sizes.text_body).semi_bold(),
            TextKind::Button => style(sizes.text_button).semi_bold(),
            TextKind::Small => style(sizes.text_small).color(self.palette.ink_soft),
        }
    }

    /// Adds a label of one or more lines, as wide as the space there is, its lines at the start side.
    pub fn label(&self, ui: &mut Ui, kind: TextKind, words: &str) -> Response {
        let width = ui.available_width();
        titled(kind, words, self.text.label(ui, &self.style(kind), Some(width), words))
    }

    /// Adds a label like [`Self::label`], its lines in the middle.
    pub fn label_centered(&self, ui: &mut Ui, kind: TextKind, words: &str) -> Response {
        let width = ui.available_width();
        titled(kind, words, self.text.label(ui, &self.style(kind).centered(), Some(width), words))
    }

    /// Adds a label like [`Self::label`] in a language of that direction, whatever the window's is.
    pub fn label_towards(&self, ui: &mut Ui, kind: TextKind, direction: Direction, words: &str) -> Response {
        let width = ui.available_width();
        titled(kind, words, self.text.label(ui, &self.style(kind).direction(direction), Some(width), words))
    }

    /// Adds a label that is only as wide as its words: for rows.
    pub fn label_inline(&self, ui: &mut Ui, kind: TextKind, words: &str) -> Response {
        self.text.label(ui, &self.style(kind), None, words)
    }

    /// Adds a label like [`Self::label`] in another colour.
    pub fn label_colored(&self, ui: &mut Ui, kind: TextKind, color: Color32, words: &str) -> Response {
        let width = ui.available_width();
        self.text.label(ui, &self.style(kind).color(color), Some(width), words)
    }

    /// The look of text fields.
    pub fn field(&self) -> FieldLook {
        let (palette, sizes) = (&self.palette, &self.sizes);
        FieldLook {
            style: self.style(TextKind::Body),
            hint_color: palette.ink_soft,
            background: palette.surface,
            border: Stroke::new(sizes.border, palette.border),
            active_border: Stroke::new(sizes.border_strong, palette.primary),
            selection: palette.text_selection,
            caret: palette.primary,
            radius: sizes.radius_small,
            padding: vec2(sizes.gap, sizes.gap * 0.75),
        }
    }
}

/// Tells assistive technology of a label in a title's text that it is a title, so that one can go from title to title.
fn titled(kind: TextKind, words: &str, label: Response) -> Response {
    let level = match kind {
        TextKind::Display | TextKind::Title => 1,
        TextKind::Heading => 2,
        TextKind::Body | TextKind::Strong | TextKind::Button | TextKind::Small => return label,
    };
    label.ctx.accesskit_node_builder(label.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(level);
        node.clear_value();
        node.set_label(words);
    });
    label
}
