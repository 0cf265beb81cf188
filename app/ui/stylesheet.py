"""Qt style sheets made from the tokens of `app.ui.theme`."""

from __future__ import annotations

from app.ui.theme import RADIUS, TOUCH_TARGET, TYPE, UNIT, PatientColours, Theme


def doctor_sheet(theme: Theme) -> str:
    """Style of the doctor window and of all dialogs."""
    c = theme.colours
    caption, title = theme.px(TYPE.caption), theme.px(TYPE.title)
    return f"""
QWidget {{ color: {c.ink}; }}
QMainWindow, QDialog, #root {{ background: {c.background}; }}
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ color: {c.muted}; font-size: {caption}px; }}
QLabel[role="section"] {{ color: {c.muted}; font-size: {caption}px; font-weight: bold; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: bold; }}
QLabel[role="clock"] {{ font-size: {title}px; font-weight: bold; }}
QLabel[role="brand"] {{ color: {c.primary}; font-size: {title}px; font-weight: bold; }}
QLabel[role="key"] {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 4px;
  padding: 2px {UNIT}px; font-weight: bold; }}
#header {{ background: {c.surface}; border-bottom: 1px solid {c.line}; }}
#column {{ background: {c.surface}; border: none; border-left: 1px solid {c.line}; }}
#side {{ background: {c.surface}; }}
#left, #left > QWidget > QWidget {{ background: {c.background}; }}
#composer, #live {{ background: {c.surface}; border: 1px solid {c.line};
  border-radius: {RADIUS}px; }}
#turns {{ background: {c.background}; border: none; outline: none;
  selection-background-color: transparent; }}
#turns::item, #turns::item:selected {{ background: transparent; border: none; padding: 0; }}
#phrases {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.line}; padding: {UNIT // 2}px; }}
QMenu::item {{ padding: {UNIT}px {UNIT * 2}px; border-radius: {RADIUS // 2}px; }}
QMenu::item:selected {{ background: {c.primary_soft}; }}
QToolButton::menu-indicator {{ image: none; }}
#rule {{ background: {c.line}; max-height: 1px; min-height: 1px; border: none; }}

QPushButton, QToolButton {{ background: {c.surface}; border: 1px solid {c.line};
  border-radius: {RADIUS}px; padding: {UNIT // 2}px {UNIT + 4}px; min-height: 30px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.raised}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.line}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.focus}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.faint}; background: {c.background}; }}
QToolButton[flat="true"] {{ border-color: transparent; padding: {UNIT // 2}px; min-width: 32px; }}
QToolButton[flat="true"]:focus {{ border: 2px solid {c.focus}; }}
QToolButton:checked {{ background: {c.primary_soft}; border-color: {c.primary}; }}
QPushButton[kind="primary"] {{ background: {c.primary}; color: {c.on_primary};
  border-color: {c.primary}; font-weight: bold; }}
QPushButton[kind="primary"]:hover {{ background: {c.primary_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.raised}; color: {c.faint};
  border-color: {c.line}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {c.danger_soft}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.faint}; border-color: {c.line}; }}
QPushButton[size="big"] {{ min-height: 44px; font-size: {theme.px(17)}px; }}
QPushButton[party="doctor"] {{ background: {c.doctor_soft}; border-color: {c.doctor};
  color: {c.doctor}; font-weight: bold; text-align: left; padding-left: {UNIT * 2}px; }}
QPushButton[party="patient"] {{ background: {c.patient_soft}; border-color: {c.patient};
  color: {c.patient}; font-weight: bold; text-align: left; padding-left: {UNIT * 2}px; }}
QPushButton[party="doctor"]:pressed, QPushButton[party="doctor"][held="true"] {{
  background: {c.doctor}; color: {c.surface}; }}
QPushButton[party="patient"]:pressed, QPushButton[party="patient"][held="true"] {{
  background: {c.patient}; color: {c.surface}; }}
QPushButton[party]:focus {{ border: 2px solid {c.focus}; }}
QPushButton[party]:disabled {{ background: {c.background}; color: {c.faint};
  border-color: {c.line}; }}
QPushButton[held="true"]:disabled {{ background: {c.background}; color: {c.faint}; }}

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{ background: {c.surface};
  border: 1px solid {c.line}; border-radius: {RADIUS}px; padding: {UNIT // 2}px {UNIT}px;
  min-height: 28px; selection-background-color: {c.doctor};
  selection-color: {c.surface}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {c.focus}; }}
QLineEdit:disabled, QComboBox:disabled {{ color: {c.faint}; background: {c.background}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: {UNIT}px; border: none;
  background: transparent; }}
QLineEdit {{ placeholder-text-color: {c.faint}; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: url({{chevron}}); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.line};
  selection-background-color: {c.primary_soft}; selection-color: {c.ink}; outline: none;
  padding: {UNIT // 2}px; }}
QComboBox QAbstractItemView::item {{ min-height: 34px; padding: 0 {UNIT}px; }}
QComboBox QAbstractItemView::item:disabled {{ color: {c.faint}; }}
QCheckBox {{ spacing: {UNIT}px; }}
QCheckBox::indicator {{ background: {c.surface}; border: 1px solid {c.faint};
  border-radius: 4px; width: 16px; height: 16px; }}
QCheckBox::indicator:checked {{ background: {c.primary}; border-color: {c.primary};
  image: url({{check}}); }}
QCheckBox:focus {{ color: {c.focus}; }}
QProgressBar {{ background: {c.raised}; border: none; border-radius: 4px; min-height: 8px;
  max-height: 8px; }}
QProgressBar::chunk {{ background: {c.primary}; border-radius: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c.line}; border-radius: 5px; min-height: 40px;
  margin: 1px; }}
QScrollBar::handle:vertical:hover {{ background: {c.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {c.ink}; color: {c.surface}; border: none; padding: {UNIT // 2}px; }}

#banner[severity="info"] {{ background: {c.primary_soft}; border: 1px solid {c.primary};
  border-radius: {RADIUS}px; }}
#banner[severity="warning"] {{ background: {c.warning_soft}; border: 1px solid {c.warning};
  border-radius: {RADIUS}px; }}
#banner[severity="error"] {{ background: {c.danger_soft}; border: 1px solid {c.danger};
  border-radius: {RADIUS}px; }}
#held {{ background: {c.surface}; border: 2px solid {c.warning}; border-radius: {RADIUS}px; }}
#held QScrollArea, #held QScrollArea > QWidget > QWidget {{ background: transparent; }}
#flags {{ background: {c.danger_soft}; border: 2px solid {c.danger}; border-radius: {RADIUS}px; }}
#flags QLabel {{ color: {c.danger}; }}
#advice {{ background: {c.primary_soft}; border-radius: {RADIUS}px; }}
QTableView, #proposals {{ background: {c.surface}; border: 1px solid {c.line};
  border-radius: {RADIUS}px; outline: none; selection-background-color: {c.primary_soft};
  selection-color: {c.ink}; }}
QTableView::item {{ padding: 0 {UNIT}px; border-bottom: 1px solid {c.raised}; }}
QTableView::item:selected {{ background: {c.primary_soft}; color: {c.ink}; }}
#proposals::item {{ padding: {UNIT // 2}px {UNIT}px; min-height: 26px; }}
#proposals::item:selected {{ background: {c.primary_soft}; color: {c.ink}; }}
QTableView:focus, #proposals:focus {{ border: 2px solid {c.focus}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none;
  border-bottom: 1px solid {c.line}; padding: {UNIT // 2}px {UNIT}px; font-size: {caption}px;
  font-weight: bold; }}
QSplitter::handle {{ background: {c.line}; width: 1px; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.line}; padding: {UNIT // 2}px; }}
QMenu::item {{ padding: {UNIT // 2}px {UNIT * 3}px; }}
QMenu::item:selected {{ background: {c.primary_soft}; color: {c.ink}; }}
#editor {{ background: {c.surface}; border: 2px solid {c.focus}; border-radius: {RADIUS}px; }}
#editor QPlainTextEdit {{ border: none; }}
#card {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
"""


def patient_sheet(colours: PatientColours) -> str:
    """Style of the patient screen; its type sizes are set by the screen itself."""
    c = colours
    return f"""
QWidget {{ color: {c.ink}; background: {c.background}; }}
QLabel {{ background: transparent; }}
QPushButton {{ background: {c.panel}; color: {c.ink}; border: 2px solid {c.line};
  border-radius: {RADIUS}px; padding: {UNIT}px {UNIT * 2}px; min-height: {TOUCH_TARGET - 4}px;
  min-width: {TOUCH_TARGET - 4}px; }}
QPushButton:hover {{ border-color: {c.ink}; }}
QPushButton:focus {{ border: 3px solid {c.ink}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent};
  border-color: {c.accent}; font-weight: bold; }}
QPushButton[kind="primary"]:focus {{ border: 3px solid {c.ink}; }}
QPushButton:disabled, QPushButton[kind="primary"]:disabled {{ background: {c.panel};
  color: {c.dimmed}; border-color: {c.panel}; }}
#strip {{ background: {c.panel}; border-radius: {RADIUS}px; }}
#strip QLabel {{ background: transparent; }}
#strip[tone="notice"] {{ background: {c.notice_soft}; }}
#strip[tone="notice"] QLabel {{ color: {c.notice}; }}
#strip[tone="good"] QLabel {{ color: {c.accent}; }}
#ask {{ background: {c.panel}; border: 2px solid {c.accent}; border-radius: {RADIUS * 2}px; }}
#ask:focus {{ border: 4px solid {c.accent}; }}
#ask QPushButton {{ background: {c.background}; }}
#ask QPushButton[kind="primary"] {{ background: {c.accent}; }}
#ask QPushButton:disabled {{ background: {c.panel}; border-color: {c.line}; }}
QPushButton[touch="low"] {{ min-height: {TOUCH_TARGET - UNIT - 4}px;
  padding: {UNIT // 2}px {UNIT}px; }}
QPushButton:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
#overlay {{ background: transparent; }}
#point {{ background: {c.panel}; border-radius: {RADIUS}px; }}
#point QLabel, #point QWidget {{ background: transparent; }}
"""
