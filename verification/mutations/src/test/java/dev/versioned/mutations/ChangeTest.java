package dev.versioned.mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The effect of each change on the code below a rule, and on no other code. */
class ChangeTest {
  private static final String RULE = "// rule";

  /** Changes a statement that contains the rule as a comment anywhere. */
  private static String changed(Change change, String statements) {
    String before = "class A { void a() { ";
    String after = " } }";
    String text = before + statements.replace(RULE, RULE + "\n") + after;
    SourceFile file = SourceFile.parse(Path.of("A.java"), text);
    int end = text.indexOf(RULE) + RULE.length();
    String changed = change.of(Place.below(file, end)).apply();
    return changed
        .substring(before.length(), changed.length() - after.length())
        .replace(RULE + "\n", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Test
  void conditionIsOneOfAnIfOrAReturnOrAVariableOrALambda() {
    assertThat(changed(Change.NEVER, "// rule if (a == b) { c(); }"))
        .isEqualTo("if ((false && (a == b))) { c(); }");
    assertThat(changed(Change.ALWAYS, "// rule return a == b;"))
        .isEqualTo("return (true || (a == b));");
    assertThat(changed(Change.NEVER, "// rule boolean c = a.b();"))
        .isEqualTo("boolean c = (false && (a.b()));");
    assertThat(changed(Change.NEVER, "// rule c = a.b();")).isEqualTo("c = (false && (a.b()));");
    assertThat(changed(Change.argument(1, Change.ALWAYS), "c(a // rule .b(d -> d.e()).f());"))
        .isEqualTo("c(a .b(d -> (true || (d.e()))).f());");
  }

  @Test
  void conditionOfAChoiceIsWhatItDependsOn() {
    assertThat(changed(Change.NEVER, "// rule return a ? b : c;"))
        .isEqualTo("return (false && (a)) ? b : c;");
    assertThat(changed(Change.NEVER, "return a // rule ? b : c;"))
        .isEqualTo("return a ? (false && (b)) : c;");
    assertThat(changed(Change.ZERO, "return a ? b // rule : c;")).isEqualTo("return a ? b : 0;");
  }

  @Test
  void operandIsMarkedAtItsOperator() {
    assertThat(changed(Change.NEVER, "return a // rule && b && c;"))
        .isEqualTo("return a && (false && (b)) && c;");
    assertThat(changed(Change.DROP, "return a // rule && b && c;")).isEqualTo("return a && c;");
    assertThat(changed(Change.left(Change.ALWAYS), "return a // rule && b;"))
        .isEqualTo("return (true || (a)) && b;");
    assertThat(changed(Change.SWAP, "return a.b() // rule && c;")).isEqualTo("return c && a.b();");
    assertThat(changed(Change.comparedBy(">="), "return a // rule && b > c && d;"))
        .isEqualTo("return a && b >= c && d;");
    assertThat(changed(Change.DROP_FIRST, "// rule return a && b && c;"))
        .isEqualTo("return b && c;");
    assertThat(changed(Change.DROP_LAST, "// rule if (a && b && c) { d(); }"))
        .isEqualTo("if (a && b) { d(); }");
  }

  @Test
  void statementLinkArgumentAndCatchCanBeDropped() {
    assertThat(changed(Change.DROP, "a(); // rule b(); c();")).isEqualTo("a(); c();");
    assertThat(changed(Change.DROP, "a.b() // rule .c(d).e();")).isEqualTo("a.b().e();");
    assertThat(changed(Change.DROP, "a(// rule b, c);")).isEqualTo("a( c);");
    assertThat(changed(Change.DROP, "a(b, // rule c);")).isEqualTo("a(b);");
    assertThat(changed(Change.DROP, "a = switch (b) { // rule case C -> 1; default -> 2; };"))
        .isEqualTo("a = switch (b) { default -> 2; };");
    assertThat(
            changed(
                Change.DROP_CATCH,
                "try { a(); } catch (B e) { // rule b(); } catch (C e) { c(); }"))
        .isEqualTo("try { a(); } catch (C e) { c(); }");
    assertThat(changed(Change.RETHROW, "try { a(); } catch (B e) { // rule b(); }"))
        .isEqualTo("try { a(); } catch (B e) { if (true) { throw e; } b(); }");
    assertThat(changed(Change.DROP_LAST_CALL, "// rule a = b.c().d(e);")).isEqualTo("a = b.c();");
  }

  @Test
  void branchIsFoundByItsFirstStatement() {
    assertThat(changed(Change.BRANCH_NEVER, "if (a) { b(); } else if (c) { // rule d(); }"))
        .isEqualTo("if (a) { b(); } else if ((false && (c))) { d(); }");
    assertThatThrownBy(() -> changed(Change.BRANCH_NEVER, "if (a) { b(); // rule d(); }"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void statementChangesPlacesWithTheNext() {
    assertThat(changed(Change.SWAP, "// rule a(); b(); c();")).isEqualTo("b(); a(); c();");
    assertThatThrownBy(() -> changed(Change.SWAP, "a(); // rule b();"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void otherCodeHasTheParts() {
    assertThat(changed(Change.by("f($1, $0, $r, $)"), "// rule return a.b(c, d);"))
        .isEqualTo("return f(c, a.b, a, a.b(c, d));");
    assertThat(changed(Change.argument(2, Change.NULL), "// rule a(b, c);"))
        .isEqualTo("a(b, null);");
    assertThat(changed(Change.argument(2, Change.NULL), "// rule return new A<>(b, c);"))
        .isEqualTo("return new A<>(b, null);");
    assertThat(changed(Change.receiver(Change.NOTHING_IN_IT), "// rule a = b.c(d).e();"))
        .isEqualTo("a = b.c(d).filter(nothing -> false).e();");
    assertThat(changed(Change.called("put"), "// rule a = b.c(d, e);"))
        .isEqualTo("a = b.put(d, e);");
  }

  @Test
  void codeOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> changed(Change.SWAP, "return // rule a;"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two operands");
    assertThatThrownBy(() -> changed(Change.argument(3, Change.NULL), "// rule a(b, c);"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("argument 3");
  }
}
