package dev.adjoint.gradients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.Op;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * docs/operations.md lists every operation: what its documentation says first, what it is called elsewhere, and what {@link RuleTable}
 * knows of it. The page that it should be is written to target/operations.md; where the two differ it is copied from there.
 */
class OperationsPageTest {
  private static final Path PAGE = Path.of("../docs/operations.md");
  private static final Path PRESENT = Path.of("target/operations.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/adjoint");

  private static final Pattern METHOD = Pattern.compile(
      "  /\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:default|public static) (Tensor|List<Tensor>|ValuesAndIndices|MeanAndVariance) (\\w+)\\(([^)]*)\\)",
      Pattern.DOTALL);
  private static final Pattern FAMILY = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public interface",
      Pattern.DOTALL);
  private static final Pattern SENTENCE = Pattern.compile(".*?(?:\\.(?= |$)|…(?= [A-Z]))");
  /** NumPy's and PyTorch's {@code argsort}. */
  private static final Pattern NAMES = Pattern.compile("((?:\\w+'s, |\\w+'s and )*\\w+'s) \\{@code ([^}]*)}");
  /** Made by what is no method of a tensor. */
  private static final Set<String> OF_SEVERAL = Set.of("concat", "stack", "meshgrid", "meshgridXy");

  /**
   * A method as its source has it, or several of one name.
   *
   * @param call the first one with its parameters
   * @param doc what is said of all of them
   */
  private record Entry(String name, String call, String doc) {
    private Entry with(Entry other) {
      return new Entry(name, call, doc + " " + other.doc);
    }

    private String formula() {
      return markdown(first(doc));
    }

    /** What others call it. */
    private Map<String, String> names() {
      var names = new LinkedHashMap<String, String>();
      NAMES.matcher(doc).results().forEach(match -> Arrays.stream(match.group(1).split(", | and "))
          .forEach(owner -> names.putIfAbsent(owner.replace("'s", ""), "`" + match.group(2).strip() + "`")));
      return names;
    }

    private String others() {
      return names().entrySet().stream().filter(name -> !Set.of("NumPy", "PyTorch").contains(name.getKey()))
          .map(name -> name.getKey() + " " + name.getValue()).collect(Collectors.joining(", "));
    }
  }

  @Test
  void thePageIsThePresentOne() throws IOException {
    var page = page();
    Files.createDirectories(PRESENT.getParent());
    Files.writeString(PRESENT, page);
    assertEquals(page, Files.exists(PAGE) ? Files.readString(PAGE) : "",
        () -> PAGE + " is not what the code says: copy " + PRESENT.toAbsolutePath());
  }

  /** So that whoever comes from there finds it; a few have no name there. */
  @Test
  void nearlyEveryOperationSaysItsNameElsewhere() throws IOException {
    var entries = new ArrayList<Entry>();
    for (var family : families()) {
      entries.addAll(entries(family));
    }
    var without = entries.stream().filter(entry -> entry.names().isEmpty()).map(Entry::name).toList();
    assertTrue(entries.size() > 120 && without.size() <= 20, () -> entries.size() + ", without a name: " + without);
  }

  private static List<String> families() {
    return Arrays.stream(Tensor.class.getInterfaces()).map(Class::getSimpleName).toList();
  }

  private static String page() throws IOException {
    var text = new StringBuilder(
        """
            # Operations

            Every method of a tensor that makes tensors, by family, with its name in NumPy and PyTorch. Generated from the code by
            `OperationsPageTest`.

            Gradient: whether it is differentiable; what is not is discrete, and its result is never tracked. Programs: *fused* if all of
            it is part of one pass over memory with what stands around it, *in part* if some of it is, *a view* if nothing moves until
            somebody reads it, *a step* if it runs by itself. Batches: by a rule of its own under `vmap`, or *one by one*.

            Where an arrow follows, the result is a record of two tensors, `ValuesAndIndices(values, indices)` or
            `MeanAndVariance(mean, variance)`. Both are in `dev.adjoint.op`, as are `Axes`, which says what is reduced and whether it
            stays, and `Index`, whose static methods name places for `at`: [tensors](tensors.md) has examples.
            """);
    var rows = RuleTable.rows().collect(Collectors.groupingBy(RuleTable.Row::operation));
    for (var family : families()) {
      var source = Files.readString(SOURCES.resolve("op/" + family + ".java"));
      var doc = FAMILY.matcher(source).results().findFirst().orElseThrow();
      table(family, first(joined(doc.group(1))), entries(family), rows, text);
    }
    table("Of several tensors", "Static methods of Tensor.", merged(entriesOf(
        Files.readString(SOURCES.resolve("Tensor.java"))).filter(entry -> OF_SEVERAL.contains(entry.name)).toList()),
        rows, text);
    return text.toString();
  }

  private static void table(String title, String intro, List<Entry> entries, Map<String, List<RuleTable.Row>> rows,
      StringBuilder text) {
    text.append("\n## ").append(title).append("\n\n").append(markdown(intro)).append("\n\n");
    text.append("| Operation | | NumPy | PyTorch | Others | Gradient | Programs | Batches |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    entries.forEach(entry -> {
      var known = rows.getOrDefault(entry.name, List.of());
      var names = entry.names();
      text.append(Stream.of("`" + entry.call + "`", entry.formula(), names.getOrDefault("NumPy", ""),
          names.getOrDefault("PyTorch", ""), entry.others(), gradient(known), programs(known), batches(known))
          .map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
    });
  }

  private static List<Entry> entries(String family) throws IOException {
    return merged(entriesOf(Files.readString(SOURCES.resolve("op/" + family + ".java"))).toList());
  }

  private static Stream<Entry> entriesOf(String source) {
    return METHOD.matcher(source).results()
        .map(
            match -> new Entry(match.group(3), match.group(3) + "(" + parameters(match) + ")" + record(match.group(2)),
                joined(match.group(1))));
  }

  private static String record(String result) {
    return result.contains("Tensor") ? "" : " → " + result;
  }

  private static String parameters(MatchResult method) {
    return Arrays.stream(method.group(4).replaceAll("<[^>]*>", "").split(",\\s*")).map(p -> p.replaceFirst(".* ", ""))
        .collect(Collectors.joining(", "));
  }

  /** Methods of one name as one. */
  private static List<Entry> merged(List<Entry> entries) {
    var byName = new LinkedHashMap<String, Entry>();
    entries.forEach(entry -> byName.merge(entry.name, entry, Entry::with));
    return List.copyOf(byName.values());
  }

  private static String joined(String doc) {
    return doc.replaceAll("\\n\\s*\\* ?", " ").replaceAll("\\s+", " ").strip();
  }

  private static String first(String doc) {
    var sentence = SENTENCE.matcher(doc);
    return sentence.find() ? sentence.group() : doc;
  }

  private static String markdown(String doc) {
    return doc.replaceAll("\\{@(?:code|link|linkplain) #?([^}]*)}", "`$1`").replace("&lt;", "<").replace("&gt;", ">");
  }

  private static String gradient(List<RuleTable.Row> rows) {
    return rows.stream().anyMatch(RuleTable.Row::isDifferentiable) ? "yes" : "";
  }

  /** As the first row has it, which is the plainest use. */
  private static String programs(List<RuleTable.Row> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    var row = rows.getFirst();
    if (RuleTableCompletenessTest.operations(row).filter(type -> type != Op.Leaf.class)
        .allMatch(Op.View.class::isAssignableFrom)) {
      return "a view";
    }
    var program = Program.trace(row.inputs().stream().map(Tensor::type).toList(), x -> List.of(row.f().apply(x)));
    var steps = program.explain().lines().skip(2).filter(line -> !line.isBlank()).toList();
    long fused = steps.stream().filter(line -> line.contains(" fused ")).count();
    return fused == steps.size() ? "fused" : fused > 0 ? "in part" : "a step";
  }

  private static String batches(List<RuleTable.Row> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    return rows.stream().flatMap(RuleTableCompletenessTest::operations)
        .allMatch(type -> type == Op.Leaf.class || type == Op.Result.class
            || RuleTableCompletenessTest.hasBatchingRule(type)) ? "rule" : "one by one";
  }
}
