package dev.versioned.console;

/** A list of names and values. */
final class Facts {
  private final Html list = Html.of("dl");

  /** Adds a fact. */
  Facts add(String name, Object... value) {
    list.add(Html.of("div", Html.of("dt", name), Html.of("dd", value)));
    return this;
  }

  /** Adds a fact whose value is long. */
  Facts wide(String name, Object... value) {
    list.add(Html.of("div", Html.of("dt", name), Html.of("dd", value)).css("wide"));
    return this;
  }

  /** Returns the list. */
  Html html() {
    return list;
  }
}
