package dev.versioned.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.LiveAlias;
import dev.versioned.RepositorySettings;
import dev.versioned.WatchOptions;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.model.Version;
import dev.versioned.model.Weight;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionedProviderTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final BreakableItems items = new BreakableItems();
  private final String domain = UUID.randomUUID().toString();
  private final BlockingQueue<EventDetails> events = new LinkedBlockingQueue<>();
  private ArtifactRepository repository;
  private AliasHandle live;
  private Version one;
  private Version two;
  private VersionedProvider provider;
  private Client client;

  @BeforeEach
  void publish() {
    repository =
        ArtifactRepository.of(new MemoryBlobStore(), items.store(), RepositorySettings.defaults());
    Artifact checkout = repository.artifact("checkout");
    one = checkout.publish(Content.of("one"), p -> p.metadata("git.sha", "1a2b")).version();
    two = checkout.publish(Content.of("two")).version();
    live = checkout.alias("LIVE");
    live.pointTo(one);
  }

  @AfterEach
  void close() {
    items.mend();
    if (provider != null) {
      provider.close();
    }
    repository.close();
  }

  private void start(VersionedProviderBuilder builder) {
    provider = builder.build();
    OpenFeatureAPI.getInstance().setProviderAndWait(domain, provider);
    client = OpenFeatureAPI.getInstance().getClient(domain);
  }

  private void start(Consumer<WatchOptions> options) {
    start(
        VersionedProvider.builder(repository)
            .alias("checkout", "LIVE")
            .flag("basket", "checkout", "LIVE")
            .watch(options));
  }

  private void start() {
    start(watch -> watch.every(NEVER));
  }

  private LiveAlias followed() {
    LiveAlias alias = live.watch(watch -> watch.every(NEVER));
    start(VersionedProvider.builder(repository).flag("checkout/LIVE", alias));
    return alias;
  }

  private static EvaluationContext user(String key) {
    return new ImmutableContext(key);
  }

  private EventDetails next() throws InterruptedException {
    EventDetails event = events.poll(10, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }

  @Test
  void versionIsTheVariant() {
    start();
    FlagEvaluationDetails<String> found =
        client.getStringDetails("checkout/LIVE", "none", user("ada"));

    assertThat(found.getValue()).isEqualTo("1");
    assertThat(found.getVariant()).isEqualTo("1");
    assertThat(found.getReason()).isEqualTo("STATIC");
    assertThat(found.getFlagMetadata().getString("digest")).isEqualTo(one.digest().toString());
    assertThat(found.getFlagMetadata().getLong("revision")).isEqualTo(live.read().revision());
  }

  @Test
  void mappedFlagIsTheSameAlias() {
    start();

    assertThat(client.getIntegerValue("basket", 0, user("ada"))).isEqualTo(1);
    assertThat(client.getDoubleValue("basket", 0.0, user("ada"))).isEqualTo(1.0);
  }

  @Test
  void objectDescribesTheVersion() {
    start();
    Structure found =
        client.getObjectValue("checkout/LIVE", new Value(), user("ada")).asStructure();

    assertThat(found.getValue("artifact").asString()).isEqualTo("checkout");
    assertThat(found.getValue("version").asLong()).isEqualTo(1);
    assertThat(found.getValue("uri").asString()).isEqualTo(one.uri().toString());
    assertThat(found.getValue("metadata").asStructure().getValue("git.sha").asString())
        .isEqualTo("1a2b");
  }

  @Test
  void sameKeyIsRoutedAsTheAliasDoes() {
    live.split(one, two, Weight.percent(50));
    start();
    Set<String> seen = new HashSet<>();
    try (LiveAlias same = live.watch()) {
      for (int i = 0; i < 100; i++) {
        String key = "user-" + i;
        FlagEvaluationDetails<String> found =
            client.getStringDetails("checkout/LIVE", "none", user(key));
        assertThat(found.getValue()).isEqualTo(same.route(key).id().toString());
        assertThat(found.getReason()).isEqualTo("SPLIT");
        seen.add(found.getVariant());
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void withoutAKeyAVersionIsDrawn() {
    live.split(one, two, Weight.percent(50));
    start();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(client.getStringValue("checkout/LIVE", "none"));
    }

    assertThat(seen).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void booleanIsATypeMismatch() {
    start();
    FlagEvaluationDetails<Boolean> found =
        client.getBooleanDetails("checkout/LIVE", true, user("ada"));

    assertThat(found.getValue()).isTrue();
    assertThat(found.getReason()).isEqualTo("ERROR");
    assertThat(found.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
  }

  @Test
  void latestHasNoNumber() {
    Artifact checkout = repository.artifact("checkout");
    live.pointTo(checkout.put(Content.of("three")));
    start();

    assertThat(client.getStringValue("checkout/LIVE", "none")).isEqualTo("$LATEST");
    assertThat(client.getIntegerDetails("checkout/LIVE", 0).getErrorCode())
        .isEqualTo(ErrorCode.TYPE_MISMATCH);
  }

  @Test
  void unknownFlagGivesTheDefault() {
    start();
    FlagEvaluationDetails<String> found = client.getStringDetails("checkout/DEV", "none");

    assertThat(found.getValue()).isEqualTo("none");
    assertThat(found.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
  }

  @Test
  void missingAliasIsAnErrorOfTheStart() {
    VersionedProviderBuilder builder =
        VersionedProvider.builder(repository).alias("checkout", "LIVE").alias("checkout", "DEV");

    assertThat(catchThrowable(() -> start(builder))).isNotNull();
    assertThat(OpenFeatureAPI.getInstance().getClient(domain).getProviderState())
        .isEqualTo(ProviderState.ERROR);
  }

  @Test
  void moveIsAChangedConfiguration() throws Exception {
    start(watch -> watch.every(Duration.ofMillis(10)));
    client.onProviderConfigurationChanged(events::add);
    live.pointTo(two);

    assertThat(next().getFlagsChanged()).containsExactlyInAnyOrder("checkout/LIVE", "basket");
    assertThat(client.getStringValue("checkout/LIVE", "none")).isEqualTo("2");
  }

  @Test
  void cutConnectionIsStaleUntilItIsMended() throws Exception {
    start(watch -> watch.every(Duration.ofMillis(10)));
    client.onProviderStale(events::add);
    items.cut();

    assertThat(next().getMessage()).contains("checkout/LIVE", "the connection is cut");
    FlagEvaluationDetails<String> found =
        client.getStringDetails("checkout/LIVE", "none", user("ada"));
    assertThat(found.getReason()).isEqualTo("STALE");
    assertThat(found.getVariant()).isEqualTo("1");
    assertThat(client.getProviderState()).isEqualTo(ProviderState.STALE);

    BlockingQueue<EventDetails> ready = new LinkedBlockingQueue<>();
    client.onProviderReady(ready::add);
    items.mend();
    assertThat(ready.poll(10, TimeUnit.SECONDS))
        .extracting(EventDetails::getMessage)
        .isEqualTo("all aliases are read");
  }

  @Test
  void tooOldAnAliasIsAnError() throws Exception {
    start(watch -> watch.every(Duration.ofMillis(10)).staleAfter(Duration.ofMillis(50)));
    client.onProviderError(events::add);
    items.cut();

    assertThat(next().getMessage()).contains("checkout/LIVE");
    assertThat(client.getProviderState()).isEqualTo(ProviderState.ERROR);
    FlagEvaluationDetails<String> found = client.getStringDetails("checkout/LIVE", "none");
    assertThat(found.getValue()).isEqualTo("none");
    assertThat(found.getReason()).isEqualTo("ERROR");
  }

  @Test
  void pinnedProcessIsStatic() throws Exception {
    live.split(one, two, Weight.percent(50));
    try (LiveAlias alias = followed()) {
      client.onProviderConfigurationChanged(events::add);
      alias.pin(two);
      provider.look();

      assertThat(next().getFlagsChanged()).containsExactly("checkout/LIVE");
      assertThat(client.getStringDetails("checkout/LIVE", "none", user("ada")).getReason())
          .isEqualTo("STATIC");
    }
  }

  @Test
  void shutDownProviderLeavesOthersAliases() {
    try (LiveAlias alias = followed()) {
      provider.close();

      assertThat(provider.getStringEvaluation("checkout/LIVE", "none", user("a")).getErrorCode())
          .isEqualTo(ErrorCode.PROVIDER_NOT_READY);
      live.pointTo(two);
      assertThat(alias.refresh().routing().versions()).containsExactly(two.number());
    }
  }

  @Test
  void builderRefusesWhatIsUnclear() {
    VersionedProviderBuilder builder =
        VersionedProvider.builder(repository).alias("checkout", "LIVE");

    assertThatThrownBy(() -> builder.flag("checkout/LIVE", "checkout", "DEV"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot add the flag checkout/LIVE");
    assertThatThrownBy(VersionedProvider.builder(repository)::build)
        .isInstanceOf(IllegalStateException.class);
    for (Throwable thrown :
        List.of(
            catchThrowable(() -> VersionedProvider.builder(null)),
            catchThrowable(() -> builder.alias(null, "LIVE")),
            catchThrowable(() -> builder.watch(null)),
            catchThrowable(() -> builder.flag("a", null)))) {
      assertThat(thrown).isInstanceOf(NullPointerException.class);
    }
  }
}
