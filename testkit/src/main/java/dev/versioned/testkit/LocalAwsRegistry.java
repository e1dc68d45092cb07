package dev.versioned.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts at most one stack of each kind, and falls back to the embedded one if a kind that was not
 * requested explicitly does not start. Thread-safe.
 */
final class LocalAwsRegistry implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LocalAwsRegistry.class);

  private final Supplier<LocalAwsChoice> rules;
  private final Function<LocalAwsKind, LocalAws> starter;
  private final Map<LocalAwsKind, Start> starts = new EnumMap<>(LocalAwsKind.class);
  private @Nullable LocalAwsKind selected;

  LocalAwsRegistry(Supplier<LocalAwsChoice> rules, Function<LocalAwsKind, LocalAws> starter) {
    this.rules = rules;
    this.starter = starter;
  }

  synchronized LocalAws select() {
    if (selected != null) {
      return of(selected);
    }
    LocalAwsChoice choice = rules.get();
    LocalAws stack;
    try {
      stack = of(choice.kind());
    } catch (IllegalStateException e) {
      if (choice.forced() || choice.kind() == LocalAwsKind.EMBEDDED) {
        throw e;
      }
      LOGGER.debug("The local AWS stack of choice did not start", e);
      choice = LocalAwsChoice.embedded(StartFailure.reason(e));
      stack = of(choice.kind());
    }
    LOGGER.info("Local AWS stack: {}, because: {}", stack, choice.reason());
    selected = choice.kind();
    return stack;
  }

  synchronized LocalAws of(LocalAwsKind kind) {
    return starts.computeIfAbsent(kind, this::start).stack();
  }

  @Override
  public synchronized void close() {
    for (Start start : starts.values()) {
      start.close();
    }
  }

  private Start start(LocalAwsKind kind) {
    try {
      return new Started(starter.apply(kind));
    } catch (RuntimeException e) {
      return new Failed(e);
    }
  }

  /**
   * The result of a start. Remembered, because a failed start would fail again after the same wait.
   */
  private sealed interface Start {
    LocalAws stack();

    void close();
  }

  private record Started(LocalAws owned, LocalAws stack) implements Start {
    Started(LocalAws owned) {
      this(owned, new SharedAws(owned));
    }

    @Override
    public void close() {
      try {
        owned.close();
      } catch (RuntimeException e) {
        LOGGER.warn("Local AWS stack {} was not cleaned up completely", owned, e);
      }
    }
  }

  private record Failed(RuntimeException failure) implements Start {
    @Override
    public LocalAws stack() {
      throw failure;
    }

    @Override
    public void close() {}
  }
}
