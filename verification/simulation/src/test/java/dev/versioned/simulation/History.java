package dev.versioned.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The successive values of something, and since when it had each of them. */
final class History<T> {
  private final List<Moment<T>> moments = new ArrayList<>();

  /** A value, and the step since which it held. */
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

  /** Returns the first step at which it had a value. */
  long since(T value) {
    return moments.stream()
        .filter(moment -> moment.value().equals(value))
        .mapToLong(Moment::step)
        .findFirst()
        .orElse(0);
  }

  /** Returns whether it had no value yet when a span began. */
  boolean isYoungerThan(Span span) {
    return moments.get(0).step() > span.start();
  }

  /** Returns whether it ever had such a value. */
  boolean wasEver(Predicate<? super T> which) {
    return moments.stream().anyMatch(moment -> which.test(moment.value()));
  }

  /** Returns whether it had such a value at some time in a span. */
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
