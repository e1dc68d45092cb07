package dev.versioned.event;

import dev.versioned.internal.PlainText;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes each event to slf4j, with its fields as key-value pairs: at WARN what needs attention
 * (refused, stale, not ready, leaked, rolled back), all others at INFO. Characters that could break
 * a line or hide text are escaped.
 */
public final class EventLog implements EventListener {
  private final Logger logger;

  /** Makes the listener that writes to the logger {@code dev.versioned.events}. */
  public EventLog() {
    this("dev.versioned.events");
  }

  /**
   * Makes the listener that writes to a logger.
   *
   * @param loggerName the name of the logger
   */
  public EventLog(String loggerName) {
    this.logger = LoggerFactory.getLogger(Objects.requireNonNull(loggerName, "loggerName"));
  }

  @Override
  public void on(Event event) {
    EventFields fields = EventFields.of(Objects.requireNonNull(event, "event"));
    LoggingEventBuilder line = logger.atLevel(needsAttention(event) ? Level.WARN : Level.INFO);
    for (Map.Entry<String, Object> field : fields.values().entrySet()) {
      Object value = field.getValue();
      line =
          line.addKeyValue(
              field.getKey(), value instanceof String text ? PlainText.escape(text) : value);
    }
    line.log(fields.type());
  }

  private static boolean needsAttention(Event event) {
    return event instanceof Event.Refused
        || event instanceof Event.Stale
        || event instanceof Event.NotReady
        || event instanceof Event.Leaked
        || event instanceof Event.RolledBack;
  }
}
