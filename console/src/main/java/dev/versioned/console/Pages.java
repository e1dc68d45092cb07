package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.UnknownOutcomeException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which page answers which address.
 *
 * @param repo the repository
 * @param title what the console calls it
 * @param movable whether aliases may be moved
 * @param checks the checks of the page of health
 * @param clock the time
 */
record Pages(
    ArtifactRepository repo, String title, boolean movable, List<Check> checks, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.console");

  /** Answers a request that changes nothing. */
  Response show(Request request, UnaryOperator<String> formToken) {
    View view = view(request, request.query(), formToken);
    return guarded(view, () -> show(view, segments(request.path())));
  }

  /** Answers a form. */
  Response change(Request request, UnaryOperator<String> formToken) {
    View view = view(request, request.body(), formToken);
    return guarded(view, () -> change(view, segments(request.path())));
  }

  private View view(Request request, String params, UnaryOperator<String> formToken) {
    return new View(
        repo,
        request.base(),
        title,
        movable,
        checks,
        Params.parse(params),
        request.user(),
        clock.instant(),
        formToken);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(Params.decode(segment));
      }
    }
    return segments;
  }

  private Response show(View view, List<String> path) {
    if (path.isEmpty()) {
      return Response.html(200, RepositoryPage.of(view));
    } else if (path.equals(List.of("health"))) {
      return Response.html(200, HealthPage.of(view));
    } else if (path.size() == 2 && path.get(0).equals("health")) {
      return Response.seeOther(view.link("health"));
    } else if (path.size() < 2 || !path.get(0).equals("artifacts")) {
      return absent(view);
    }
    Artifact artifact = repo.artifact(path.get(1));
    String kind = path.size() > 2 ? path.get(2) : "";
    if (path.size() == 2) {
      return Response.html(200, ArtifactPage.of(view, artifact));
    } else if (path.size() == 3 && kind.equals("compare")) {
      return Response.html(200, ComparePage.of(view, artifact));
    } else if (path.size() == 4 && kind.equals("versions")) {
      return Response.html(200, VersionPage.of(view, artifact, path.get(3)));
    } else if (path.size() == 4 && kind.equals("aliases")) {
      return Response.html(200, AliasPage.of(view, artifact, path.get(3)));
    } else if (path.size() == 5 && kind.equals("aliases") && path.get(4).equals("fleet")) {
      return Response.html(200, FleetPage.of(view, artifact, path.get(3)));
    } else if (isMove(path)) {
      return Response.html(200, MovePage.preview(view, plan(view, path)));
    }
    return absent(view);
  }

  private Response change(View view, List<String> path) {
    if (path.size() == 2 && path.get(0).equals("health")) {
      return checks.stream()
          .filter(check -> check.name().equals(path.get(1)))
          .findFirst()
          .map(check -> Response.html(200, HealthPage.result(view, check)))
          .orElseGet(() -> absent(view));
    } else if (!isMove(path)) {
      return absent(view);
    } else if (!movable) {
      return ErrorPage.of(
          view,
          403,
          "Read-only",
          "Cannot move an alias: this console is read-only; start it with --allow-moves");
    }
    return move(view, path);
  }

  private Response move(View view, List<String> path) {
    long revision = view.params().number("revision");
    Subject now = subject(path);
    if (now.alias().revision() != revision) {
      return MovePage.moved(view, now.alias(), revision);
    }
    MovePlan plan = MovePlan.of(MoveKind.parse(path.get(5)), now, view.params());
    try {
      return MovePage.make(view, plan);
    } catch (RevisionConflictException e) {
      // Another move came between the read and the write.
      return MovePage.moved(view, subject(path).alias(), revision);
    }
  }

  private static boolean isMove(List<String> path) {
    return path.size() == 6
        && path.get(0).equals("artifacts")
        && path.get(2).equals("aliases")
        && path.get(4).equals("moves");
  }

  private Subject subject(List<String> path) {
    return Subject.read(repo.artifact(path.get(1)), path.get(3));
  }

  private MovePlan plan(View view, List<String> path) {
    return MovePlan.of(MoveKind.parse(path.get(5)), subject(path), view.params());
  }

  private static Response absent(View view) {
    return ErrorPage.of(view, 404, "Not found", "Cannot show this page: it does not exist");
  }

  private static Response guarded(View view, Supplier<Response> page) {
    try {
      return page.get();
    } catch (RefusedException e) {
      return ErrorPage.of(view, e.status(), "Not possible", String.valueOf(e.getMessage()));
    } catch (NotFoundException e) {
      return ErrorPage.of(view, 404, "Not found", String.valueOf(e.getMessage()));
    } catch (UnknownOutcomeException e) {
      return ErrorPage.of(view, 502, "Outcome unknown", String.valueOf(e.getMessage()));
    } catch (BackendException e) {
      LOG.warn("a page of the console could not be made", e);
      return ErrorPage.of(view, 502, "The store failed", String.valueOf(e.getMessage()));
    } catch (ArtifactException e) {
      return ErrorPage.of(view, 409, "Refused", String.valueOf(e.getMessage()));
    } catch (BadRequestException | IllegalArgumentException e) {
      return ErrorPage.of(view, 400, "Not understood", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("a page of the console could not be made", e);
      return ErrorPage.of(
          view, 500, "Failed", "Cannot make this page: an unexpected error, which the log has");
    }
  }
}
