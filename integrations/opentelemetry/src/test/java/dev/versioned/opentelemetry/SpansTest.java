package dev.versioned.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

class SpansTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  private final ArtifactRepository repository =
      ArtifactRepository.of(
          new MemoryBlobStore(),
          new MemoryItemStore(),
          RepositorySettings.defaults().withActor("anna").withListener(new SpanEvents()));
  private final Artifact artifact = repository.artifact("checkout");

  private SpanData traced(Runnable work) {
    Span span = tracers.get("test").spanBuilder("work").startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertThat(scope).isNotNull();
      work.run();
    } finally {
      span.end();
    }
    return spans.getFinishedSpanItems().get(0);
  }

  @Test
  void publishAndMoveAreEventsOfTheCurrentSpan() {
    SpanData span =
        traced(
            () ->
                artifact
                    .alias("LIVE")
                    .pointTo(
                        artifact.publish(Content.of("one")).version(), u -> u.reason("first")));
    assertThat(span.getEvents())
        .extracting(EventData::getName)
        .containsExactly("versioned.published", "versioned.moved");
    Attributes move = span.getEvents().get(1).getAttributes();
    assertThat(move.get(VersionedAttributes.ALIAS)).isEqualTo("LIVE");
    assertThat(move.get(VersionedAttributes.ACTION)).isEqualTo("create");
    assertThat(move.get(VersionedAttributes.ACTOR)).isEqualTo("anna");
    assertThat(move.get(VersionedAttributes.REASON)).isEqualTo("first");
    assertThat(move.get(VersionedAttributes.REVISION)).isEqualTo(1);
  }

  @Test
  void routedVersionIsOnTheCurrentSpan() {
    artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
    try (LiveAlias live = artifact.alias("LIVE").watch()) {
      Attributes span = traced(() -> RoutedVersion.route(live, "anna")).getAttributes();
      assertThat(span.get(VersionedAttributes.ARTIFACT)).isEqualTo("checkout");
      assertThat(span.get(VersionedAttributes.ALIAS)).isEqualTo("LIVE");
      assertThat(span.get(VersionedAttributes.VERSION)).isEqualTo("1");
      assertThat(span.get(VersionedAttributes.REVISION)).isEqualTo(1);
    }
  }

  @Test
  void withoutASpanRoutingReturnsTheVersion() {
    artifact.alias("LIVE").pointTo(artifact.publish(Content.of("one")).version());
    try (LiveAlias live = artifact.alias("LIVE").watch()) {
      assertThat(RoutedVersion.route(live).number().value()).isEqualTo(1);
      assertThat(spans.getFinishedSpanItems()).isEmpty();
    }
  }
}
