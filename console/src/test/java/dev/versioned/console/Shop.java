package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.util.List;

/** A repository as a shop has it, for the pictures. */
final class Shop {
  private static final List<String> WORK =
      List.of(
          "First release",
          "Faster search",
          "Gift cards",
          "Fixes rounding of discounts",
          "New payment form",
          "Express checkout",
          "Prices in two currencies",
          "Price rules of June");

  private Shop() {}

  static Sample sample() {
    Sample sample = new Sample();
    for (String name : List.of("fraud-model", "pricing-rules", "search-index", "mail-templates")) {
      sample.repo.artifact(name).publish(Content.of(name));
    }
    Artifact checkout = sample.repo.artifact("checkout");
    int size = 1_400_000;
    for (int i = 0; i < WORK.size(); i++) {
      byte[] bytes = new byte[size + 31_337 * i];
      bytes[0] = (byte) i;
      String commit = Integer.toHexString(0xa1b2c3 * (i + 3));
      String work = WORK.get(i);
      String who = i % 3 == 0 ? "anna" : "ci-main";
      checkout.publish(
          Content.of(bytes),
          options ->
              options
                  .by(who)
                  .description(work)
                  .metadata("git.sha", commit)
                  .metadata("build", "https://ci.example.com/checkout/" + commit));
      sample.clock.pass(Duration.ofHours(20));
    }
    history(sample, checkout);
    return sample;
  }

  private static void history(Sample sample, Artifact checkout) {
    var live = checkout.alias("LIVE");
    live.create(Routing.to(VersionNumber.of(4)), u -> u.by("anna").reason("Launch"));
    checkout
        .alias("STAGING")
        .create(Routing.to(VersionNumber.of(8)), u -> u.by("ci-main").reason("main is green"));
    sample.clock.pass(Duration.ofHours(30));
    live.split(
        VersionNumber.of(4),
        VersionNumber.of(5),
        Weight.percent(10),
        u -> u.by("bob").reason("Try the new payment form"));
    sample.clock.pass(Duration.ofHours(8));
    live.rollback(u -> u.by("bob").reason("Form fails in Safari"));
    sample.clock.pass(Duration.ofHours(20));
    live.split(
        VersionNumber.of(4),
        VersionNumber.of(6),
        Weight.percent(25),
        u -> u.by("anna").reason("Express checkout for a quarter"));
    sample.clock.pass(Duration.ofHours(9));
    live.promote(u -> u.by("anna").reason("Orders are up 3 %"));
    sample.clock.pass(Duration.ofHours(26));
    live.rollout()
        .start(
            VersionNumber.of(8),
            RolloutStrategy.linear(Weight.percent(20), Duration.ofHours(2)),
            u -> u.by("carol").reason("June prices"));
    for (int step = 1; step <= 3; step++) {
      sample.clock.pass(Duration.ofMinutes(125));
      String numbers = List.of("-0.9 % to 1.4", "-0.5 % to 0.9", "-0.3 % to 0.6").get(step - 1);
      live.rollout()
          .tick(
              status ->
                  Health.healthy(
                      "failures 1.1 % (120 of 10,900), before 1 % (1,090 of 109,000): difference "
                          + numbers
                          + " %, accepted 1.5 %; evidence 4.1 of 20"));
    }
    sample.clock.pass(Duration.ofMinutes(70));
  }
}
