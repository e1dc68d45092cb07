package dev.versioned.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventAdaptersTest {
  private final List<Event> events = new ArrayList<>();
  private final SetClock clock = new SetClock();

  @BeforeEach
  void publishAndMove() {
    Artifact artifact =
        ArtifactRepository.of(
                new MemoryBlobStore(),
                new MemoryItemStore(),
                RepositorySettings.defaults()
                    .withActor("anna")
                    .withClock(clock)
                    .withListener(events::add))
            .artifact("checkout");
    Version version = artifact.publish(Content.of("one")).version();
    artifact.alias("LIVE").pointTo(version, u -> u.reason("say \"hello\", größer"));
    artifact.label(version, l -> l.add("qa=running").add("stable"));
    artifact.label(version, l -> l.add("qa=passed").remove("stable"));
    artifact.label(version, l -> l.add("qa=passed"));
    events.add(new Event.Leaked(clock.instant(), version, "THREAD", "pool-1-thread-1"));
  }

  @Test
  void jsonHasTheNamesOfEventBridge() {
    assertThat(EventJson.of(events.get(0)))
        .isEqualTo(
            "{\"detail-type\":\"Version Published\",\"source\":\"dev.versioned\",\"time\":\""
                + clock.instant()
                + "\",\"detail\":{\"artifact\":\"checkout\",\"version\":\"1\",\"digest\":"
                + "\"sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\","
                + "\"sizeBytes\":3,\"by\":\"anna\"}}");
    assertThat(EventJson.detail(events.get(1)))
        .isEqualTo(
            "{\"artifact\":\"checkout\",\"alias\":\"LIVE\",\"revision\":1,\"action\":\"CREATE\","
                + "\"before\":\"\",\"after\":\"1=100%\",\"by\":\"anna\","
                + "\"reason\":\"say \\\"hello\\\", gr\\u00f6\\u00dfer\"}");
    assertThat(EventJson.detailType(events.get(2))).isEqualTo("Version Labelled");
    assertThat(EventJson.detail(events.get(3)))
        .isEqualTo(
            "{\"artifact\":\"checkout\",\"version\":\"1\",\"revision\":2,\"added\":\"qa=passed\","
                + "\"removed\":\"qa=running, stable\",\"after\":\"qa=passed\",\"by\":\"anna\"}");
    assertThat(EventJson.detailType(events.get(4))).isEqualTo("Version Leaked");
  }

  @Test
  void recorderWritesToTheFlightRecorder(@TempDir Path folder) throws Exception {
    EventRecorder recorder = new EventRecorder();
    recorder.on(events.get(0));
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.versioned.Event");
      recording.start();
      recorder.on(events.get(1));
      recording.stop();
      recording.dump(file);
    }
    assertThat(Files.size(file)).isPositive();
    List<RecordedEvent> recorded = RecordingFile.readAllEvents(file);
    assertThat(recorded).hasSize(1);
    assertThat(recorded.get(0).getString("type")).isEqualTo("Alias Moved");
    assertThat(recorded.get(0).getString("artifact")).isEqualTo("checkout");
    assertThat(recorded.get(0).getString("detail")).isEqualTo(EventJson.detail(events.get(1)));
  }

  @Test
  void logHasOneLineWithAllFields() {
    LoggedLines lines = LoggedLines.capture();
    try {
      EventLog log = new EventLog("dev.versioned.test-events");
      events.forEach(log::on);
    } finally {
      lines.restore();
    }
    assertThat(lines.text())
        .contains("INFO dev.versioned.test-events - artifact=checkout version=1")
        .contains("Version Published")
        .contains("WARN dev.versioned.test-events - artifact=checkout version=1 kind=THREAD");
  }
}
