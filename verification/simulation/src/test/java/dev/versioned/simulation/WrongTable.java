package dev.versioned.simulation;

import static dev.versioned.simulation.Worlds.LIVE;

import dev.versioned.Content;
import dev.versioned.Gc;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The operations of an actor with wrong settings, on the blobs of the world and an empty table.
 * None of them may succeed.
 */
final class WrongTable {
  private static final VersionNumber V1 = VersionNumber.of(1);

  private WrongTable() {}

  /** Draws the operations of one actor. */
  static List<Operation> operations(SplittableRandom random) {
    List<Operation> operations = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      operations.add(operation(random));
    }
    return operations;
  }

  private static Operation operation(SplittableRandom random) {
    Material material = Material.ALL.get(random.nextInt(Material.ALL.size()));
    Material large = Material.LARGE.get(random.nextInt(Material.LARGE.size()));
    boolean streams = random.nextBoolean();
    return switch (random.nextInt(9)) {
      case 0 -> refused("plan a collection", h -> gc(h).plan().forEach(garbage -> {}));
      case 1, 2, 3 -> refused("collect", h -> gc(h).run());
      case 4 -> refused("publish " + large, h -> h.artifact.publish(form(large, streams)));
      case 5 -> refused("put " + material, h -> h.artifact.put(material.content()));
      case 6, 7 -> refused("move " + LIVE, h -> h.artifact.alias(LIVE).moveTo(Routing.to(V1)));
      default -> refused("publish " + material, h -> h.artifact.publish(material.content()));
    };
  }

  private static Content form(Material material, boolean streams) {
    return streams ? material.stream() : material.content();
  }

  private static Gc gc(Hands hands) {
    return Collecting.gc(hands, Duration.ZERO, Duration.ZERO);
  }

  private static Operation refused(String name, Consumer<Hands> call) {
    return new Operation(
        Operation.Kind.WRONG_TABLE,
        name + " with the wrong table",
        hands -> {
          try {
            call.accept(hands);
          } catch (ArtifactException e) {
            check(hands, e);
            return;
          }
          hands.claim(
              (oracle, span) -> {
                throw new Violation(name + " succeeded with the wrong table");
              });
        });
  }

  /**
   * Checks that the call is refused, or finds nothing in its table, unless something else failed
   * before.
   */
  private static void check(Hands hands, ArtifactException e) {
    boolean backend = e instanceof BackendException;
    String message = String.valueOf(e.getMessage());
    boolean refused = backend && message.contains("belongs to table the table, not to");
    boolean failed = hands.in(Circumstance.FAILURES) || hands.in(Circumstance.HURRY);
    hands.allow(refused || e instanceof NotFoundException || (backend && failed), e);
  }
}
