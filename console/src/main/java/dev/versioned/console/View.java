package dev.versioned.console;

import dev.versioned.ArtifactRepository;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a page is made of: the repository, and the request.
 *
 * @param repo the repository
 * @param base the path under which the console is mounted
 * @param title what the console calls the repository
 * @param movable whether aliases may be moved from here
 * @param checks the checks of the page of health
 * @param params the parameters of the query, or of the form
 * @param user who the user is; empty if not known
 * @param now the time
 * @param formToken returns the token of the form with a path
 */
record View(
    ArtifactRepository repo,
    String base,
    String title,
    boolean movable,
    List<Check> checks,
    Params params,
    String user,
    Instant now,
    UnaryOperator<String> formToken) {

  /** Returns the address of a page. */
  Link link(Object... segments) {
    return Link.of(base, segments);
  }

  /** Returns the hidden field that proves that a form is this console's. */
  Html proof(Link action) {
    String path = action.toString().substring(base.length());
    return Html.of("input")
        .attr("type", "hidden")
        .attr("name", "proof")
        .attr("value", formToken.apply(path));
  }
}
