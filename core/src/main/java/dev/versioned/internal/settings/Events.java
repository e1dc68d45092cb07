package dev.versioned.internal.settings;

import dev.versioned.event.Event;
import dev.versioned.event.EventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports events to the user's listener, whose failures change nothing. */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.events");

  private final EventListener listener;

  /** Makes the way to a listener. */
  public Events(EventListener listener) {
    this.listener = listener;
  }

  /** Reports an event. */
  public void report(Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException | Error e) {
      LOG.warn("the listener to events failed for {}", event, e);
    }
  }

  /** Returns the user's listener. */
  public EventListener listener() {
    return listener;
  }
}
