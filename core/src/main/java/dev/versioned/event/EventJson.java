package dev.versioned.event;

import dev.versioned.internal.JsonText;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * Writes events as Amazon EventBridge has them, for a bus, a queue or a log: {@code detail-type},
 * {@code source}, {@code time} and {@code detail}. The names are stable: later releases add fields
 * and types, and change none. The page {@code docs/events.md} lists them.
 */
public final class EventJson {
  /** The source of all events: {@value}. */
  public static final String SOURCE = "dev.versioned";

  private EventJson() {}

  /**
   * Returns what kind of event it is, such as {@code Rollout Stepped}.
   *
   * @param event the event
   * @return EventBridge's detail type
   */
  public static String detailType(Event event) {
    return EventFields.of(Objects.requireNonNull(event, "event")).type();
  }

  /**
   * Returns the detail of an event: a JSON object whose members are texts and whole numbers, in
   * ASCII and on one line. Texts are cut to 1,024 characters.
   *
   * @param event the event
   * @return EventBridge's detail
   */
  public static String detail(Event event) {
    Map<String, Object> values = EventFields.of(Objects.requireNonNull(event, "event")).values();
    return new JsonText().object(json -> write(json, values)).toString();
  }

  /**
   * Returns the whole event: {@code {"detail-type": …, "source": "dev.versioned", "time": …,
   * "detail": {…}}}, as a rule of EventBridge receives it, without what EventBridge adds.
   *
   * @param event the event
   * @return a JSON object, in ASCII and on one line
   */
  public static String of(Event event) {
    EventFields fields = EventFields.of(Objects.requireNonNull(event, "event"));
    return new JsonText()
        .object(
            json ->
                json.text("detail-type", fields.type())
                    .text("source", SOURCE)
                    // EventBridge has whole seconds, in RFC 3339.
                    .text("time", event.at().truncatedTo(ChronoUnit.SECONDS).toString())
                    .object("detail", detail -> write(detail, fields.values())))
        .toString();
  }

  private static void write(JsonText json, Map<String, Object> values) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Long number) {
            json.number(name, number);
          } else {
            json.text(name, value.toString());
          }
        });
  }
}
