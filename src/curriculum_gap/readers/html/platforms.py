"""Platforms of learning and of writing, whose pages people save: what their classes and ids mean.

`PLATFORMS` is the whole knowledge. Names are those of the platforms' own templates and of pages
saved from them; names that say it themselves (``sidebar``, ``breadcrumbs``) are in `page_chrome`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curriculum_gap.readers.text_cleanup import word_set

__all__ = ["NO_PLATFORM", "PLATFORMS", "Platform", "find_platform", "join_parts", "names_of"]


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform; its names are classes, ids and elements.

    A page with one of its ``signs`` is of the platform. ``content`` holds what the page says, as
    ``<main>`` does. ``chrome`` is never text of the course, however much of the page it holds:
    navigation, menus with the name of the person who was signed in, lists of what is to be done and
    of other courses, calendars, and what is written for screen readers alone. ``parts`` are set
    beside each other on one line: together they are one entry. ``headings`` gives the level of
    what only its class makes a heading.
    """

    name: str
    signs: frozenset[str]
    chrome: frozenset[str]
    content: frozenset[str] = frozenset()
    icons: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    headings: Mapping[str, int] = field(default_factory=dict)
    spoken_headings: bool = False


NO_PLATFORM = Platform("", frozenset(), frozenset())

# Accessibility checkers that several platforms put beside files.
_ALLY = word_set("""
    ally-accessibility-score-indicator ally-af-dropdown-container ally-instructor-feedback
    ally-file-seal ally-alternative-formats ally-download-alternative-formats
""")

PLATFORMS = (
    Platform(
        "Canvas",
        signs=word_set("""
            ic-app ic-Layout-wrapper ic-Layout-contentMain course_syllabus context_modules
            context_module_items
        """),
        chrome=_ALLY
        | word_set("""
            ic-app-header ic-app-nav-toggle-and-crumbs ic-app-crumbs ic-app-course-menu
            mobile-header left-side right-side right-side-wrapper ic-app-main-content__secondary
            flash_message_holder flash_screenreader_holder instructure_ajax_error_box aria_alerts
            nav-tray-portal global_nav_tray_container StudentTray__Container
            NewUserTutorialTray__Container wizard_box screenreader-only hidden-readable hide-text
            jump_to_today_link edit_syllabus_link course_syllabus_details syllabus_links
            ic-Action-header__Secondary header-bar-right header-bar-outer-container
            ig-header-title ig-header-admin ig-admin al-trigger al-options sortable-handle
            draggable-handle type_icon module_item_icons completion_status requirements_message
            requirement-description prerequisites_message progression_container
            module-sequence-footer module-sequence-footer-content sequence-footer
            file_preview_link instructure_file_download_button ui-icon external_link_icon
            mark-done-container locked_title position page_view_id equella_teaser
            discussion_subentries discussion-reply-action
            assignment-submit-button submit_assignment_link
        """),
        content=word_set("ic-Layout-contentMain"),
        icons=word_set("name"),
        parts=word_set("""
            ig-row ig-info ig-title module-item-title ig-details ig-details__item due_date_display
            points_possible_display
        """),
        spoken_headings=True,
    ),
    Platform(
        "Moodle",
        signs=word_set("region-main page-mod-page path-course theme_boost-drawers-courseindex"),
        chrome=_ALLY
        | word_set("""
            drawer nav-drawer block block-region block-region-side-pre block-region-side-post
            theme_boost-drawers-primary theme_boost-drawers-courseindex theme_boost-drawers-blocks
            drawer-toggles drawer-toggler tertiary-navigation
            usernavigation usermenu userbutton usertext logininfo homelink helplink
            footer-popover popover-region message-app message-drawer toast-wrapper
            section-collapsemenu section_goto section_action_menu section-navigation
            single-section-navigation activity-navigation activity-actions action-menu actions
            commands activityiconcontainer activity-completion completion-info completioninfo
            automatic-completion-conditions resourcelinkdetails activitybadge sectionbadges
            bulk-hidden jumpmenu urlselect singlebutton accesshide
            skip-block-wrapper tool_dataprivacy policiesfooter userpicture region_main_settings_menu
            region-main-settings-menu
        """),
        content=word_set("region-main"),
        parts=word_set("""
            activity-grid activity-basis activity-instance activityinstance activitytitle media-body
            activityname activity-name-area activity-dates description-inner
        """),
        spoken_headings=True,
    ),
    Platform(
        "Blackboard Learn",
        signs=word_set("globalNavPageContentArea content_listContainer courseMenuPalette"),
        chrome=_ALLY
        | word_set("""
            globalNavPageNavArea global-nav-link global-nav-flyout global-top-course-info
            navigationPane courseMenuPalette menuWrap navPalette quickLinksLightboxDiv hideoff
            helpTextToggle breadcrumb-controls contextMenuContainer cmimg cmdiv cmul editControls
            edit_controls containerOptions backLink taskbuttondiv_wrapper reorder dndHandle
            inlineGrader gradingPanel nav-quick-links readAndUnderstand
        """),
        content=word_set("contentPanel"),
    ),
    Platform(
        "Brightspace",
        signs=word_set("d2l-page-main d2l-htmlblock d2l-html-block d2l-body"),
        chrome=_ALLY
        | word_set("""
            d2l-navigation d2l-navigation-s d2l-navigation-s-main-wrapper
            d2l-navigation-s-header d2l-navigation-s-personal-menu d2l-navigation-s-course-menu
            d2l-navigation-link-personal-menu d2l-navigation-main-header d2l-navigation-main-footer
            d2l-minibar d2l-minibar-placeholder d2l-breadcrumb d2l-breadcrumbs
            d2l-page-collapsepane-container d2l-le-TreeAccordion d2l-le-TreeAccordionContainer
            d2l-contextmenu-ph d2l-dropdown d2l-dropdown-menu d2l-dropdown-content d2l-menu
            d2l-tooltip d2l-my-courses d2l-my-courses-container d2l-updates d2l-profile-card
            d2l-offscreen vui-offscreen d2l-skip-nav d2l-completion-tracking d2l-iterator-button
        """),
        content=word_set("d2l-page-main"),
    ),
    Platform(
        "Google Docs",
        signs=word_set("doc-content publish-banner-text"),
        chrome=word_set("banners header publish-banner-text publish-banner docs-ml-header"),
        headings={"title": 1},
    ),
)
"""The platforms whose pages are known, the first that has a sign on the page counts."""


def find_platform(body: Any) -> Platform:
    """The platform that made the page with this ``<body>``, `NO_PLATFORM` where none is known."""
    names: set[str] = set()
    for element in body.iter():
        names.update(names_of(element))
    for platform in PLATFORMS:
        if not platform.signs.isdisjoint(names):
            return platform
    return NO_PLATFORM


def join_parts(body: Any, platform: Platform) -> None:
    """Makes the parts of an entry stand on one line, with spaces between them."""
    for element in body.iter() if platform.parts else ():
        parent = element.getparent()
        is_nameless = element.tag == "div" and not element.get("class") and parent is not None
        names = names_of(parent if is_nameless else element)
        if not platform.parts.isdisjoint(names):
            element.tag = "span"
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"


def names_of(element: Any) -> list[str]:
    """The name of an element, its classes and its id."""
    names = (element.get("class") or "").split()
    return [element.tag, *names, *(element.get("id") or "").split()]
