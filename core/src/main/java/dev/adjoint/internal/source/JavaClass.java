package dev.adjoint.internal.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Plan;
import dev.adjoint.internal.program.Schedule;
import dev.adjoint.internal.program.Step;

/**
 * Writes a schedule as one Java class that needs nothing but the JDK: a method for each step, and one that runs them all. Each value is
 * an array of its own, for people to follow; buffers are the JVM's business.
 */
public final class JavaClass {
  /** As many elements as a method of constants can hold, and a class. */
  private static final int MOST_CONSTANTS = 4_096;
  private static final int MOST_CONSTANTS_IN_ALL = 16_384;
  /** Of variables that a method takes, of steps that are called, of instructions in one: Java's limits are a little higher. */
  private static final int MOST_PARAMETERS = 200;
  private static final int MOST_STEPS = 2_000;
  private static final int MOST_INSTRUCTIONS = 2_000;
  private static final int ELEMENTS_IN_A_LINE = 8;

  private final Plan plan;
  private final Schedule schedule;
  private final String packageName;
  private final String simpleName;
  private final Map<Integer, Integer> base = new HashMap<>();
  private final List<String> variables = new ArrayList<>();
  private final Context context;
  private final StringBuilder text = new StringBuilder();

  private JavaClass(Plan plan, String className) {
    int dot = className.lastIndexOf('.');
    this.packageName = className.substring(0, Math.max(dot, 0));
    this.simpleName = className.substring(dot + 1);
    for (var part : className.split("\\.", -1)) {
      if (!Names.isJava(part)) {
        throw Message.illegal("toJava", "%s is no name of a Java class", className);
      }
    }
    if (Names.isTaken(simpleName)) {
      throw Message.illegal("toJava", "%s is the name of a class that the written one may use: give it another one",
          className);
    }
    this.plan = plan;
    this.schedule = plan.schedule();
    List.of(schedule.inputAliases(), schedule.lasting().aliases(), schedule.handedOut().aliases())
        .forEach(aliases -> aliases.forEach(alias -> base.put(alias.value(), alias.base())));
    nameVariables();
    this.context = new Context(schedule.types(), variables);
  }

  /**
   * The source of a class.
   *
   * @throws UnsupportedOperationException if there are operations that cannot be written, all of which it names
   */
  public static String of(Plan plan, String className) {
    return new JavaClass(plan, className).write();
  }

  private void nameVariables() {
    var names = new Names(
        List.of(simpleName, "java", "Math", "System", "i", "o", "k", "j", "r", "from", "to", "at", "sum", "row", "seed",
            "costs", "largest", "logSum"));
    var byValue = new HashMap<Integer, String>();
    for (int input = 0; input < schedule.inputs(); input++) {
      var plain = input < schedule.states() ? "state" + input : "x" + (input - schedule.states());
      byValue.put(input, names.like(called(input, plain)));
    }
    for (int constant : schedule.constants()) {
      byValue.put(constant, names.like(called(constant, "constant" + constant)));
    }
    for (int s = 0; s < schedule.steps().size(); s++) {
      var step = schedule.steps().get(s);
      for (int value : step.writes()) {
        if (base(value) == value) {
          byValue.put(value, names.like(called(value, plainName(step, value) + (s + 1))));
        }
      }
    }
    for (int value = 0; value < schedule.types().size(); value++) {
      variables.add(byValue.getOrDefault(base(value), "unwritten"));
    }
  }

  /** The name that was given to a value, or to what is it in another shape. */
  private String called(int value, String otherwise) {
    var name = plan.names().get(value);
    return name != null
        ? name
        : plan.names().entrySet().stream().filter(named -> base(named.getKey()) == value).map(Map.Entry::getValue)
            .findFirst().orElse(otherwise);
  }

  private static String plainName(Step step, int value) {
    return switch (step) {
      case Step.Call call -> call.op().name();
      case Step.CallMulti call -> call.op().name();
      case Step.Multiply _ -> "product";
      case Step.Commit _ -> "next";
      case Fused fused -> fused.totals().stream().anyMatch(total -> total.value() == value)
          ? "total"
          : FusedLoop.nameOf(fused, value);
    };
  }

  private int base(int value) {
    int of = value;
    while (base.containsKey(of)) {
      of = base.get(of);
    }
    return of;
  }

  private String write() {
    requireFitting();
    var bodies = schedule.steps().stream().map(this::body).toList();
    if (!context.unknown().isEmpty()) {
      throw Message.unsupported("toJava", "no Java is known for %s: leave them out of the program, or run it as it is",
          String.join(", ", context.unknown()));
    }
    writeHead();
    writeFields();
    writeRun();
    for (int s = 0; s < bodies.size(); s++) {
      writeStep(s, bodies.get(s));
    }
    schedule.constants().forEach(this::writeConstant);
    context.helpers().forEach(helper -> text.append('\n').append(indented(helper)));
    text.append("}\n");
    return text.toString();
  }

  private void requireFitting() {
    int elements = 0;
    for (int constant : schedule.constants()) {
      var value = plan.constants().get(constant);
      int size = value.uniform().isPresent() ? 1 : value.size();
      elements += size;
      if (size > MOST_CONSTANTS || elements > MOST_CONSTANTS_IN_ALL) {
        throw Message.unsupported("toJava",
            "the constant %s, after %,d elements of others: a class holds %,d elements of constants, %,d in each; make "
                + "it an argument of the function",
            value.type(), elements - size, MOST_CONSTANTS_IN_ALL, MOST_CONSTANTS);
      }
    }
    requireAtMost("steps", schedule.steps().size(), MOST_STEPS);
    requireAtMost("inputs", schedule.inputs(), MOST_PARAMETERS);
    requireAtMost("results", schedule.outputs().size(), MOST_PARAMETERS);
    for (var step : schedule.steps()) {
      requireAtMost("values in a step", step.reads().size() + step.writes().size(), MOST_PARAMETERS);
      if (step instanceof Fused fused) {
        requireAtMost("operations in a step", fused.instructions().size(), MOST_INSTRUCTIONS);
      }
    }
  }

  private static void requireAtMost(String what, int size, int most) {
    if (size > most) {
      throw Message.unsupported("toJava", "%,d %s: a Java method holds %,d; make several programs of it", size, what,
          most);
    }
  }

  private static String indented(String lines) {
    return lines.lines().map(line -> line.isEmpty() ? "\n" : "  " + line + "\n").collect(Collectors.joining());
  }

  private List<String> body(Step step) {
    return switch (step) {
      case Fused fused -> new FusedLoop(fused, context).lines();
      case Step.Call call -> Calls.lines(call, context);
      case Step.CallMulti call -> Calls.lines(call, context);
      case Step.Multiply product -> product(product);
      case Step.Commit commit -> List.of("System.arraycopy(%s, 0, %s, 0, %d);".formatted(variables.get(commit.from()),
          variables.get(commit.state()), context.type(commit.state()).shape().size()));
    };
  }

  private List<String> product(Step.Multiply step) {
    var lines = new ArrayList<String>();
    var dtype = context.type(step.y()).dtype();
    context.call(Helper.MULTIPLY, dtype);
    step.c().ifPresent(c -> lines.add("System.arraycopy(%s, 0, %s, 0, %d);".formatted(variables.get(c),
        variables.get(step.y()), step.m() * step.n())));
    lines.add("multiply(%s, 0, %s, 0, %s, 0, %d, %d, %d);".formatted(
        operand(step.transposeA(), step.a(), step.k(), step.m(), dtype),
        operand(step.transposeB(), step.b(), step.n(), step.k(), dtype), variables.get(step.y()), step.m(), step.n(),
        step.k()));
    return lines;
  }

  private String operand(boolean transposed, int value, int rows, int columns, DType dtype) {
    if (!transposed) {
      return variables.get(value);
    }
    context.call(Helper.TRANSPOSED, dtype);
    return "transposed(%s, %d, %d)".formatted(variables.get(value), rows, columns);
  }

  // The class

  private void line(String format, Object... arguments) {
    text.append(format.formatted(arguments)).append('\n');
  }

  private List<Integer> arguments() {
    return IntStream.range(schedule.states(), schedule.inputs()).boxed().toList();
  }

  private List<Integer> states() {
    return IntStream.range(0, schedule.states()).boxed().toList();
  }

  private List<Integer> results() {
    return schedule.outputs().subList(schedule.states(), schedule.outputs().size());
  }

  private void writeHead() {
    if (!packageName.isEmpty()) {
      line("package %s;\n", packageName);
    }
    line("/**");
    line(
        " * Written by Adjoint from a traced program, of which each step is a method here. It needs nothing but Java 17. A tensor is an array");
    line(" * of its elements in row-major order.");
    line(" *");
    line(" * <pre>");
    states().forEach(state -> line(" * %s: %s, a state", variables.get(state), context.type(state)));
    arguments().forEach(argument -> line(" * %s: %s", variables.get(argument), context.type(argument)));
    var names = resultNames();
    for (int r = 0; r < names.size(); r++) {
      line(" * result %s: %s", names.get(r), context.type(results().get(r)));
    }
    line(" * </pre>");
    line(" *");
    line(
        " * <p>Sums, and whatever is one operation of an element, have the bits that the program computes. Products, and sums at");
    line(
        " * indices, are added up one by one, and exp, tanh and their like are Java's own: they may differ from it in the last digits.");
    line(" */");
    line("public final class %s {", simpleName);
  }

  private void writeFields() {
    for (int state : states()) {
      line("  /** A state, changed by each run: %s. */", context.type(state));
      line("  public final %s %s;", array(state), variables.get(state));
    }
    if (results().size() > 1) {
      var names = resultNames();
      line("\n  /** What a run computes. */");
      line("  public record Results(%s) {", IntStream.range(0, names.size())
          .mapToObj(r -> array(results().get(r)) + " " + names.get(r)).collect(Collectors.joining(", ")));
      line("  }");
    }
    if (schedule.states() > 0) {
      line("\n  /** With these values of the states, which are copied. */");
      line("  public %s(%s) {", simpleName, parameters(states()));
      states().forEach(this::writeCheck);
      states().forEach(state -> line("    this.%s = %s.clone();", variables.get(state), variables.get(state)));
      line("  }");
    } else {
      line("\n  private %s() {}", simpleName);
    }
  }

  private List<String> resultNames() {
    var names = new Names(List.of());
    return IntStream.range(0, results().size())
        .mapToObj(r -> names.like(called(results().get(r), "y" + r))).toList();
  }

  private String array(int value) {
    return Elements.type(context.type(value).dtype()) + "[]";
  }

  private String parameters(List<Integer> values) {
    return values.stream().map(value -> array(value) + " " + variables.get(value)).distinct()
        .collect(Collectors.joining(", "));
  }

  private void writeCheck(int value) {
    line("    requireLength(\"%s\", %s.length, %d);", variables.get(value), variables.get(value),
        context.type(value).shape().size());
  }

  private void writeRun() {
    if (schedule.inputs() > 0) {
      context.call(Helper.REQUIRE_LENGTH, DType.FLOAT64);
    }
    var results = results();
    line("\n  /** Computes the results%s. */", schedule.states() > 0 ? ", and the next states" : "");
    line("  public %s%s run(%s) {", schedule.states() > 0 ? "" : "static ",
        results.isEmpty() ? "void" : results.size() == 1 ? array(results.getFirst()) : "Results",
        parameters(arguments()));
    arguments().forEach(this::writeCheck);
    schedule.constants().forEach(constant -> line("    %s %s = %s();", array(constant), variables.get(constant),
        variables.get(constant)));
    for (int s = 0; s < schedule.steps().size(); s++) {
      for (int value : schedule.steps().get(s).writes()) {
        if (base(value) == value) {
          line("    %s %s = new %s[%d];", array(value), variables.get(value),
              Elements.type(context.type(value).dtype()), context.type(value).shape().size());
        }
      }
      line("    step%d(%s);", s + 1, variablesOf(s).stream().map(variables::get).distinct()
          .collect(Collectors.joining(", ")));
    }
    var given = new HashSet<Integer>();
    var returned = results.stream().map(value -> variables.get(value) + (isOwn(value) && given.add(base(value))
        ? ""
        : ".clone()")).toList();
    if (results.size() == 1) {
      line("    return %s;", returned.getFirst());
    } else if (results.size() > 1) {
      line("    return new Results(%s);", String.join(", ", returned));
    }
    line("  }");
  }

  /** Whether a value is in an array that this run made. */
  private boolean isOwn(int value) {
    return base(value) >= schedule.inputs();
  }

  private List<Integer> variablesOf(int s) {
    var step = schedule.steps().get(s);
    var values = new ArrayList<>(step.reads());
    values.addAll(step.writes());
    if (step instanceof Step.Commit commit) {
      values.add(commit.state());
    }
    return values;
  }

  private void writeStep(int s, List<String> body) {
    line("\n  /** %s. */", schedule.steps().get(s).describe().replace("*/", "*&#47;"));
    line("  private static void step%d(%s) {", s + 1, parameters(variablesOf(s)));
    body.forEach(lines -> lines.lines().forEach(each -> line("    %s", each)));
    line("  }");
  }

  private void writeConstant(int constant) {
    var value = plan.constants().get(constant);
    var element = Elements.type(value.dtype());
    line("\n  /** %s. */", value.type());
    line("  private static %s %s() {", array(constant), variables.get(constant));
    if (value.uniform().isPresent()) {
      line("    %s[] all = new %s[%d];", element, element, value.size());
      line("    java.util.Arrays.fill(all, %s);", Elements.literal(value.dtype(), value.uniform().getAsDouble()));
      line("    return all;");
    } else {
      line("    return new %s[]{", element);
      for (int i = 0; i < value.size(); i += ELEMENTS_IN_A_LINE) {
        line("        %s,", IntStream.range(i, Math.min(value.size(), i + ELEMENTS_IN_A_LINE))
            .mapToObj(e -> Elements.literal(value, e)).collect(Collectors.joining(", ")));
      }
      line("    };");
    }
    line("  }");
  }
}
