package dev.versioned.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The values that something had, one after the other, and from when on it had each. */
final class History<T> {
  private final List<Moment<T>> moments = new ArrayList<>();

  /** A value and the step from which on it held. */
  private record Moment<T>(long step, T value) {}

  History(long step, T first) {
    set(step, first);
  }

  void set(long step, T value) {
    moments.add(new Moment<>(step, value));
  }

  T now() {
    return moments.get(moments.size() - 1).value();
  }

  /** From which step on it first had a value. */
  long since(T value) {
    return moments.stream()
        .filter(moment -> moment.value().equals(value))
        .mapToLong(Moment::step)
        .findFirst()
        .orElse(0);
  }

  /** Whether there was none yet when a span began. */
  boolean isYoungerThan(Span span) {
    return moments.get(0).step() > span.start();
  }

  /** Whether it was such at any time. */
  boolean wasEver(Predicate<? super T> which) {
    return moments.stream().anyMatch(moment -> which.test(moment.value()));
  }

  /** Whether it was such at some time of a span. */
  boolean was(Span span, Predicate<? super T> which) {
    for (int i = moments.size() - 1; i >= 0; i--) {
      Moment<T> moment = moments.get(i);
      if (moment.step() <= span.end() && which.test(moment.value())) {
        return true;
      }
      if (moment.step() <= span.start()) {
        return false;
      }
    }
    return false;
  }
}
