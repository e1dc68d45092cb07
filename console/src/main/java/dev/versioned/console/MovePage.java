package dev.versioned.console;

import dev.versioned.AliasUpdate;
import dev.versioned.model.Alias;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The preview of a move, which asks for the confirmation; and the move itself. */
final class MovePage {
  private static final int LONGEST_REASON = 500;

  private MovePage() {}

  private static Link address(View view, MovePlan plan) {
    Alias alias = plan.subject().alias();
    return Link.alias(view.base(), alias.artifact(), alias.name(), "moves", plan.kind().key());
  }

  /** Returns the preview. */
  static Html preview(View view, MovePlan plan) {
    Alias alias = plan.subject().alias();
    String name = alias.artifact() + ":" + alias.name();
    Html page =
        Html.of(
            "div",
            Html.of("p", plan.kind().description() + " " + plan.effect()),
            Html.of(
                    "div",
                    Layout.section(
                        "before",
                        "Before",
                        SplitBar.of(view.base(), alias.artifact(), alias.routing()),
                        Html.of("p", "Revision " + alias.revision())),
                    Layout.section(
                        "after",
                        "After",
                        SplitBar.of(view.base(), alias.artifact(), plan.after()),
                        Html.of("p", "Revision " + (alias.revision() + 1))))
                .css("change"));
    AliasPage.frozen(view, alias).ifPresent(page::add);
    if (plan.after().equals(alias.routing())) {
      page.add(Layout.note("", "The traffic stays as it is."));
    }
    page.add(
        view.movable()
            ? confirmation(view, plan)
            : Layout.note(
                "", "This console is read-only. Start it with --allow-moves to make moves."));
    return Layout.page(
        view,
        plan.kind().title() + ": " + name,
        List.of(
            new Layout.Crumb(alias.artifact().value(), view.link("artifacts", alias.artifact())),
            new Layout.Crumb(
                alias.name().value(), Link.alias(view.base(), alias.artifact(), alias.name()))),
        page);
  }

  private static Html confirmation(View view, MovePlan plan) {
    Alias alias = plan.subject().alias();
    Link address = address(view, plan);
    Html form =
        Html.of("form", view.proof(address), hidden("revision", alias.revision()))
            .css("confirm")
            .attr("method", "post")
            .link("action", address);
    for (MoveKind.Field field : plan.kind().fields()) {
      form.add(hidden(field.key(), view.params().text(field.key())));
    }
    form.add(
        Html.of(
                "p",
                Html.of("label", "Reason, for the history").attr("for", "reason"),
                Html.of("input")
                    .attr("id", "reason")
                    .attr("name", "reason")
                    .attr("required", "required")
                    .attr("maxlength", LONGEST_REASON)
                    .attr("autocomplete", "off"))
            .css("field"),
        Html.of(
            "p",
            Html.of("button", "Confirm: " + plan.kind().title())
                .css("primary")
                .attr("type", "submit"),
            " ",
            Layout.anchor("Cancel", Link.alias(view.base(), alias.artifact(), alias.name()))));
    return Layout.section("confirm", "Confirm", form);
  }

  private static Html hidden(String name, Object value) {
    return Html.of("input").attr("type", "hidden").attr("name", name).attr("value", value);
  }

  /**
   * Makes the move, if the alias is still at the revision that was planned for.
   *
   * @return sends the browser to the alias's page
   */
  static Response make(View view, MovePlan plan) {
    Params params = view.params();
    String reason = params.required("reason");
    if (reason.length() > LONGEST_REASON) {
      throw new BadRequestException(
          "Cannot read the form: the reason has more than " + LONGEST_REASON + " characters");
    }
    Alias alias = plan.subject().alias();
    long revision = alias.revision();
    AtomicLong made = new AtomicLong(revision);
    Consumer<AliasUpdate> update =
        settings -> {
          settings
              .expectRevision(revision)
              .reason(reason)
              .onChanged(change -> made.set(change.entry().revision()));
          if (!view.user().isEmpty()) {
            settings.by(view.user());
          }
        };
    plan.apply().accept(update);
    return Response.seeOther(
        Link.alias(view.base(), alias.artifact(), alias.name()).with("made", made.get()));
  }

  /** Returns the page of a move whose alias has moved since its preview. */
  static Response moved(View view, Alias alias, long revision) {
    return Response.html(
        409,
        Layout.page(
            view,
            "The alias has moved",
            List.of(),
            Layout.note(
                    "bad",
                    "Nothing was changed. "
                        + alias.artifact()
                        + ":"
                        + alias.name()
                        + " was at revision "
                        + revision
                        + " when the move was previewed, and is at revision "
                        + alias.revision()
                        + " now: "
                        + Shown.routing(alias.routing())
                        + ".")
                .attr("role", "alert"),
            Html.of(
                "p",
                Layout.anchor(
                    "See what it serves now",
                    Link.alias(view.base(), alias.artifact(), alias.name())))));
  }
}
