package dev.versioned.spring;

import dev.versioned.AliasHandle;
import dev.versioned.AliasUpdate;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.math.BigDecimal;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/** The endpoint with moves; it exists only if {@code versioned.management.allow-moves} is true. */
@WebEndpoint(id = "versioned")
public final class MovingVersionedEndpoint extends VersionedEndpoint {
  private static final int CONFLICT = 409;

  private final ArtifactRepository repository;

  MovingVersionedEndpoint(LiveAliases aliases, ArtifactRepository repository) {
    super(aliases);
    this.repository = repository;
  }

  /**
   * Gives a version a share of an alias: all of it, or a part next to the present primary. This
   * process follows before the answer.
   *
   * @param name the alias's name under the properties, or {@code checkout:LIVE}
   * @param version the number of the version
   * @param percent its share, 0 to 100
   * @param expectedRevision the revision that the alias must have
   * @param reason why, for the ledger
   * @param security whose name the ledger gets, if the request is authenticated
   * @return the alias after the move; 404 if it is not followed, 409 with the reason if the move is
   *     refused, 503 if the store cannot be reached
   */
  @WriteOperation
  public WebEndpointResponse<Map<String, Object>> move(
      @Selector String name,
      String version,
      String percent,
      long expectedRevision,
      String reason,
      SecurityContext security) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(percent, "percent");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(security, "security");
    Optional<LiveAliases.Followed> found = find(name);
    if (found.isEmpty()) {
      return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
    LiveAliases.Followed followed = found.get();
    try {
      move(followed, version, percent, update(expectedRevision, reason, security));
    } catch (BackendException e) {
      return refused(e, WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
    } catch (ArtifactException | IllegalArgumentException | ArithmeticException e) {
      return refused(e, CONFLICT);
    }
    followed.live().refresh();
    return new WebEndpointResponse<>(AliasDescription.of(followed));
  }

  private static WebEndpointResponse<Map<String, Object>> refused(Exception e, int status) {
    return new WebEndpointResponse<>(Map.of("refused", String.valueOf(e.getMessage())), status);
  }

  private void move(
      LiveAliases.Followed followed, String version, String percent, Consumer<AliasUpdate> update) {
    Alias alias = followed.live().alias();
    AliasHandle handle = repository.artifact(alias.artifact()).alias(alias.name().value());
    VersionNumber number = VersionNumber.parse(version);
    BigDecimal share = new BigDecimal(percent);
    Alias moved =
        share.compareTo(BigDecimal.valueOf(100)) == 0
            ? handle.pointTo(number, update)
            : handle.weigh(
                number, Weight.basisPoints(share.movePointRight(2).intValueExact()), update);
    Objects.requireNonNull(moved, "moved");
  }

  private static Consumer<AliasUpdate> update(
      long expectedRevision, String reason, SecurityContext security) {
    Principal principal = security.getPrincipal();
    return update -> {
      update.expectRevision(expectedRevision).reason(reason);
      if (principal != null) {
        update.by(principal.getName());
      }
    };
  }
}
