package dev.versioned.cli;

/** How a part of a line is shown where colours are. */
enum Style {
  /** As it is. */
  PLAIN(""),
  /** Headers. */
  BOLD("1"),
  /** What matters less. */
  FAINT("2"),
  /** What went wrong. */
  RED("31"),
  /** What went well. */
  GREEN("32"),
  /** What is under way. */
  YELLOW("33");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns text between the sequences of this style; the text must hold none of its own. */
  String paint(String text) {
    return this == PLAIN || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
