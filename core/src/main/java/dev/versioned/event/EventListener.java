package dev.versioned.event;

import java.util.List;
import java.util.Objects;

/**
 * Receives the events of one repository object, in this process.
 *
 * <p>It is called by the thread that did what the event reports, after it is done: it should return
 * quickly, and must be thread-safe. Its exceptions are logged, and change nothing. An event of a
 * call whose reply was lost is reported by the call that finds the outcome out, if any: events are
 * for people and dashboards, and the ledger is the record.
 */
@FunctionalInterface
public interface EventListener {

  /**
   * Receives an event.
   *
   * @param event what happened
   */
  void on(Event event);

  /**
   * Returns the listener that ignores all events.
   *
   * @return a listener
   */
  static EventListener none() {
    return event -> {};
  }

  /**
   * Joins listeners, which are called in their order; an exception of one keeps none of the others
   * from being called.
   *
   * @param listeners the listeners
   * @return a listener that calls them all
   */
  static EventListener all(EventListener... listeners) {
    for (EventListener listener : Objects.requireNonNull(listeners, "listeners")) {
      Objects.requireNonNull(listener, "listeners");
    }
    return new JoinedListeners(List.of(listeners));
  }
}
