package dev.versioned.deployment.leak;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The Java Flight Recorder event {@code dev.versioned.LeakedVersion}, one for each leak. */
@Name("dev.versioned.LeakedVersion")
@Label("Leaked Version")
@Category("versioned")
@Description("A closed version is still in memory, or its file still open")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The Flight Recorder reads the fields.
final class LeakedVersionEvent extends Event {
  @Label("Version")
  private final String version;

  @Label("Kind")
  private final String kind;

  @Label("Holder")
  private final String holder;

  private LeakedVersionEvent(String version, Leak leak) {
    this.version = version;
    this.kind = leak.kind().name();
    this.holder = leak.holder();
  }

  static void emit(LeakReport report) {
    for (Leak leak : report.leaks()) {
      new LeakedVersionEvent(report.name(), leak).commit();
    }
  }
}
