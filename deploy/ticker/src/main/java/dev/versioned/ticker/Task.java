package dev.versioned.ticker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an invocation does. */
enum Task {
  TICK,
  PRUNE,
  GC,
  FSCK;

  /** Reads the task from the input of an invocation. */
  static Task of(@Nullable Map<String, ?> input) {
    Object name = input == null ? null : input.get("task");
    return Arrays.stream(values())
        .filter(task -> task.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot run the task "
                        + Objects.requireNonNullElse(name, "of an input without a task")
                        + ": write {\"task\": \"tick\"}, prune, gc or fsck"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
