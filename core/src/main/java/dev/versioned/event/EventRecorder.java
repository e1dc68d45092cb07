package dev.versioned.event;

import java.util.Objects;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Writes each event to Java's Flight Recorder, as {@code dev.versioned.Event}, while a recording
 * runs. Needs the module {@code jdk.jfr}, which every full JDK has.
 */
public final class EventRecorder implements EventListener {

  /** Makes the listener. */
  public EventRecorder() {}

  @Override
  public void on(Event event) {
    Objects.requireNonNull(event, "event");
    Recorded recorded = new Recorded();
    if (recorded.isEnabled()) {
      recorded.type = EventJson.detailType(event);
      recorded.artifact = event.artifact().value();
      recorded.detail = EventJson.detail(event);
      recorded.commit();
    }
  }

  /** The event of the Flight Recorder. */
  @Name("dev.versioned.Event")
  @Label("versioned")
  @Category("versioned")
  @Description("What happened to a version or an alias")
  @StackTrace(false)
  static final class Recorded extends jdk.jfr.Event {
    @Label("Type")
    String type = "";

    @Label("Artifact")
    String artifact = "";

    @Label("Detail")
    @Description("A JSON object")
    String detail = "";
  }
}
