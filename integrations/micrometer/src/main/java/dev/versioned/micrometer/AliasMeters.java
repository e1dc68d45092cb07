package dev.versioned.micrometer;

import dev.versioned.LiveAlias;
import dev.versioned.model.Alias;
import dev.versioned.model.Target;
import dev.versioned.model.Weight;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The meters of one followed alias. */
final class AliasMeters {
  private final Tags tags;
  private final List<MultiGauge> shares = new CopyOnWriteArrayList<>();
  private volatile LiveAlias live;

  AliasMeters(Tags tags, LiveAlias live) {
    this.tags = tags;
    this.live = live;
  }

  /** Measures another object that follows the same alias from now on. */
  void follow(LiveAlias next) {
    live = next;
    showShares(next.alias());
  }

  void bindTo(MeterRegistry registry) {
    TimeGauge.builder(
            "versioned.alias.staleness",
            this,
            TimeUnit.NANOSECONDS,
            meters -> meters.live.staleness().toNanos())
        .description("How long ago the alias was last read")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder(
            "versioned.alias.refresh.failures", this, meters -> meters.live.refreshFailures())
        .description("Reads of the alias that failed")
        .tags(tags)
        .register(registry);
    Gauge.builder("versioned.alias.revision", this, meters -> meters.live.status().seen())
        .description("The newest revision that was read, and the one that is routed by")
        .tags(tags.and("state", "seen"))
        .register(registry);
    Gauge.builder("versioned.alias.revision", this, meters -> meters.live.status().routed())
        .description("The newest revision that was read, and the one that is routed by")
        .tags(tags.and("state", "routed"))
        .register(registry);
    Gauge.builder(
            "versioned.alias.pinned",
            this,
            meters -> meters.live.status().pinned().isPresent() ? 1 : 0)
        .description("1 if this process is pinned to one version")
        .tags(tags)
        .register(registry);
    shares.add(
        MultiGauge.builder("versioned.alias.share")
            .description("Share of each version that the alias routes to, 0 to 1")
            .tags(tags)
            .register(registry));
    showShares(live.alias());
  }

  /** Versions without a share are removed, so that there are never more than are routed to. */
  void showShares(Alias alias) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    rows.add(row(alias, alias.routing().primary()));
    alias.routing().additional().keySet().forEach(version -> rows.add(row(alias, version)));
    shares.forEach(gauge -> gauge.register(rows, true));
  }

  private static MultiGauge.Row<Number> row(Alias alias, Target target) {
    double share = (double) alias.routing().weightOf(target).basisPoints() / Weight.FULL;
    return MultiGauge.Row.of(Tags.of("version", target.toString()), share);
  }
}
