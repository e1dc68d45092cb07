package dev.versioned.event;

import java.util.List;

/** Calls several listeners. */
record JoinedListeners(List<EventListener> listeners) implements EventListener {
  @Override
  public void on(Event event) {
    RuntimeException failure = null;
    for (EventListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
