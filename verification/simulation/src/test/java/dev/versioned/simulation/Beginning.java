package dev.versioned.simulation;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.SplittableRandom;

/** The initial state of a random world; no faults occur while it is created. */
final class Beginning {
  private final SplittableRandom random;
  private final Oracle oracle;
  private final ArtifactRepository repository;

  Beginning(SplittableRandom random, Oracle oracle, ArtifactRepository repository) {
    this.random = random;
    this.oracle = oracle;
    this.repository = repository;
  }

  /** Publishes some versions, at least this many; returns how many. */
  int versions(int least) {
    int versions = Math.max(least, random.nextInt(4));
    Artifact artifact = repository.artifact(Worlds.ARTIFACT);
    for (int i = 0; i < versions; i++) {
      Material material = Material.ALL.get((i + random.nextInt(2)) % Material.ALL.size());
      artifact.publish(
          material.content(),
          Publishing.options(material, "", "before-" + i).andThen(o -> o.evenIfUnchanged()));
      oracle.observe(0);
    }
    return versions;
  }

  /** Moves the alias to some of them. */
  void moves(int versions) {
    Artifact artifact = repository.artifact(Worlds.ARTIFACT);
    int moves = versions == 0 ? 0 : random.nextInt(4);
    for (int i = 0; i < moves; i++) {
      String token = "before-live-" + i;
      Routing routing = Routing.to(VersionNumber.of(1 + random.nextInt(versions)));
      artifact.alias(Worlds.LIVE).moveTo(routing, update -> update.reason(token));
      oracle.observe(0);
    }
  }

  /** Creates the other artifact, in some worlds; returns whether it did. */
  boolean prices() {
    boolean prices = random.nextInt(8) == 0;
    if (prices) {
      oracle.watchAlso(Worlds.PRICES);
      publishPrices(repository, () -> oracle.observe(0));
    }
    return prices;
  }

  private static void publishPrices(ArtifactRepository repository, Runnable observe) {
    for (String text : List.of("a", "b")) {
      repository.artifact(Worlds.PRICES).publish(Content.of(text));
      observe.run();
    }
  }

  /** Creates the other artifact in a scripted world. */
  static Operation ofPrices() {
    return new Operation(
        Operation.Kind.PUBLISH,
        "publish another artifact",
        h -> publishPrices(h.repository, () -> {}));
  }
}
