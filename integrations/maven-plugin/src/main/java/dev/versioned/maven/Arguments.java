package dev.versioned.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects a command line; what is not set is left out. Not thread-safe. */
final class Arguments {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private final List<String> arguments = new ArrayList<>();

  Arguments add(String... given) {
    arguments.addAll(List.of(given));
    return this;
  }

  Arguments addAll(@Nullable List<String> given) {
    if (given != null) {
      arguments.addAll(given);
    }
    return this;
  }

  Arguments option(String name, @Nullable Object value) {
    // One argument: a value may start with a hyphen.
    return isSet(value) ? add(name + "=" + value) : this;
  }

  Arguments option(String name, @Nullable Map<String, String> values) {
    if (values != null) {
      values.forEach((key, value) -> option(name, isSet(value) ? key + "=" + value : null));
    }
    return this;
  }

  Arguments flag(String name, boolean given) {
    return given ? add(name) : this;
  }

  List<String> toList() {
    return List.copyOf(arguments);
  }

  /** As in Maven's own elements, empty is not set. */
  static boolean isSet(@Nullable Object value) {
    return value != null && !value.toString().isEmpty();
  }

  /** Returns the command line as a shell takes it. */
  static String text(List<String> arguments) {
    StringBuilder text = new StringBuilder("versioned");
    for (String argument : arguments) {
      text.append(' ');
      text.append(
          PLAIN.matcher(argument).matches()
              ? argument
              : "'" + argument.replace("'", "'\\''") + "'");
    }
    return text.toString();
  }
}
