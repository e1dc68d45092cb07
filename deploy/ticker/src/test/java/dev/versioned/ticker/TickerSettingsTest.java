package dev.versioned.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.maintenance.Retention;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables of the function. */
class TickerSettingsTest {
  private final Map<String, String> variables =
      new HashMap<>(Map.of("VERSIONED_BUCKET", "bytes", "VERSIONED_TABLE", "items"));

  private TickerSettings with(String name, String value) {
    variables.put(name, value);
    return TickerSettings.of(variables);
  }

  @Test
  void onlyBucketAndTableAreRequired() {
    TickerSettings settings = with("VERSIONED_PREFIX", "");
    assertThat(settings.bucket() + settings.prefix() + settings.table()).isEqualTo("bytesitems");
    assertThat(settings.actor()).isEqualTo("ticker");
    assertThat(settings.retention()).isEmpty();
    assertThat(settings.eventBus()).isEmpty();
    assertThat(settings.gracePeriod()).isEmpty();
    assertThat(settings.verifyDigests()).isFalse();
    for (String name : new String[] {"VERSIONED_BUCKET", "VERSIONED_TABLE"}) {
      Map<String, String> without = new HashMap<>(variables);
      without.remove(name);
      assertThatThrownBy(() -> TickerSettings.of(without))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void keyThatSignsIsOneOfKms() {
    assertThat(with("VERSIONED_SIGN_KEY", "kms:arn:aws:kms:x").signKey()).contains("arn:aws:kms:x");
    assertThatThrownBy(() -> with("VERSIONED_SIGN_KEY", "release.pem"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("VERSIONED_SIGN_KEY");
  }

  @Test
  void rulesOfPruneAddUp() {
    with("VERSIONED_PRUNE_KEEP_LAST", "20");
    with("VERSIONED_PRUNE_OLDER_THAN", "90d");
    with("VERSIONED_PRUNE_KEEP_IN_LEDGER", "5");
    assertThat(with("VERSIONED_PRUNE_KEEP_LABELLED", "release, tier=gold").retention())
        .map(Retention::rules)
        .contains(
            Retention.newest(20)
                .or(Retention.newerThan(Duration.ofDays(90)))
                .or(Retention.inLedger(5))
                .or(Retention.labelled("release"))
                .or(Retention.labelled("tier", "gold"))
                .rules());
  }

  @ParameterizedTest
  @CsvSource({"90d,PT2160H", "12h,PT12H", "5m,PT5M", "30s,PT30S", "PT1H30M,PT90M"})
  void timesAreWrittenAsInTheCommand(String text, Duration time) {
    assertThat(with("VERSIONED_GC_GRACE_PERIOD", text).gracePeriod()).contains(time);
    assertThat(with("VERSIONED_GC_UNDELETE_WINDOW", text).undeleteWindow()).contains(time);
  }

  @ParameterizedTest
  @CsvSource({
    "VERSIONED_GC_GRACE_PERIOD,soon",
    "VERSIONED_PRUNE_KEEP_LAST,many",
    "VERSIONED_FSCK_DIGESTS,yes"
  })
  void unusableValueIsNamed(String name, String value) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value);
  }

  @Test
  void otherSettingsAreRead() {
    with("VERSIONED_ACTOR", "night watch");
    with("VERSIONED_EXPECTED_BUCKET_OWNER", "123456789012");
    TickerSettings settings = with("VERSIONED_EVENT_BUS", "deployments");
    assertThat(settings.actor()).isEqualTo("night watch");
    assertThat(settings.bucketOwner()).contains("123456789012");
    assertThat(settings.eventBus()).contains("deployments");
  }
}
