package dev.adjoint.internal.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.adjoint.DType;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Instruction;

/**
 * A fused step as one Java loop over its elements. What is computed of an element is an expression where it is read once and short, else
 * a local variable. Everything is read before anything is written, as a result may lie where an operand lay.
 */
final class FusedLoop {
  private static final int LONGEST = 60;

  private final Fused step;
  private final Context context;
  private final Names names;
  private final List<String> before = new ArrayList<>();
  private final List<String> body = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final String i;

  /** What is in a register: an expression, and how often it is read. */
  private static final class Value {
    private final DType dtype;
    private int uses;
    private String text = "";
    private boolean isAtom;

    private Value(DType dtype) {
      this.dtype = dtype;
    }

    private void is(String newText, boolean atom) {
      text = newText;
      isAtom = atom;
    }

    private String operand() {
      return isAtom ? text : "(" + text + ")";
    }
  }

  FusedLoop(Fused step, Context context) {
    this.step = step;
    this.context = context;
    var parameters = new ArrayList<>(List.of("i"));
    step.reads().forEach(value -> parameters.add(context.variable(value)));
    step.writes().forEach(value -> parameters.add(context.variable(value)));
    this.names = new Names(parameters);
    this.i = step.size() == 1 ? "0" : "i";
  }

  /** The lines of the loop, and of what comes before and after. */
  List<String> lines() {
    var registers = new HashMap<Integer, Value>();
    var loaded = new ArrayList<Value>();
    for (var load : step.loads()) {
      var value = new Value(step.registers().get(load.register()));
      loaded.add(value);
      registers.put(load.register(), value);
    }
    var operands = new ArrayList<List<Value>>();
    var results = new ArrayList<Value>();
    for (var instruction : step.instructions()) {
      var read = instruction.inputs().stream().map(registers::get).toList();
      read.forEach(value -> value.uses += uses(instruction));
      operands.add(read);
      var result = new Value(step.registers().get(instruction.y()));
      results.add(result);
      registers.put(instruction.y(), result);
    }
    step.stores().forEach(store -> registers.get(store.register()).uses++);
    step.totals().forEach(total -> registers.get(total.register()).uses++);
    for (int k = 0; k < loaded.size(); k++) {
      load(step.loads().get(k), loaded.get(k));
    }
    for (int k = 0; k < results.size(); k++) {
      compute(step.instructions().get(k), operands.get(k), results.get(k));
    }
    step.stores()
        .forEach(store -> write(context.variable(store.value()) + "[" + i + "]", registers.get(store.register())));
    for (var total : step.totals()) {
      total(total, registers);
    }
    return assembled();
  }

  /** What a stored value is called after: the last instruction before it is stored. */
  static String nameOf(Fused step, int value) {
    var store = step.stores().stream().filter(s -> s.value() == value).findFirst().orElseThrow();
    return name(step.instructions().stream().filter(instruction -> instruction.y() == store.register())
        .reduce((first, second) -> second).orElseThrow());
  }

  /** How often the Java of an instruction reads an operand. */
  private static int uses(Instruction instruction) {
    return instruction instanceof Instruction.Map map
        ? Functions.of(map.f()).map(java -> (int) java.uses()).orElse(1)
        : 1;
  }

  private void load(Fused.Load load, Value value) {
    switch (load) {
      case Fused.Load.Literal(double number, int _) -> {
        var text = Elements.literal(value.dtype, number);
        value.is(text, !text.startsWith("-"));
      }
      case Fused.Load.Dense(int from, int _) -> {
        value.is(context.variable(from) + "[" + i + "]", true);
        if (isWritten(from) && step.stores().size() + step.totals().size() > 1) {
          local(value, context.variable(from) + "Before");
        }
      }
      case Fused.Load.Repeated(int from, int _) -> {
        var position = Elements.repeated(context.type(from).shape(), step.shape(), "i");
        value.is(context.variable(from) + "[" + position + "]", true);
        if (position.equals("0") && step.size() > 1) {
          var name = names.like(context.variable(from) + "0");
          before.add("%s %s = %s;".formatted(Elements.type(value.dtype), name, value.text));
          value.is(name, true);
        } else if (value.uses > 1) {
          local(value, context.variable(from) + "AtI");
        }
      }
    }
  }

  private boolean isWritten(int value) {
    return step.stores().stream().anyMatch(store -> context.variable(store.value()).equals(context.variable(value)));
  }

  private void local(Value value, String name) {
    var local = names.like(name);
    body.add("%s %s = %s;".formatted(Elements.type(value.dtype), local, value.text));
    value.is(local, true);
  }

  private void compute(Instruction instruction, List<Value> in, Value y) {
    switch (instruction) {
      case Instruction.Map map -> Functions.of(map.f()).ifPresentOrElse(java -> call(java, map, in, y),
          () -> unknown(map, in, y));
      case Instruction.Zip zip -> Functions.of(zip.f()).ifPresentOrElse(java -> call(java, zip, in, y),
          () -> unknown(zip, in, y));
      case Instruction.Compare compare -> y.is(in.get(0).operand() + " " + switch (compare.relation()) {
        case EQ -> "==";
        case NE -> "!=";
        case LT -> "<";
        case LE -> "<=";
        case GT -> ">";
        case GE -> ">=";
      } + " " + in.get(1).operand(), false);
      case Instruction.Select _ ->
        y.is(in.get(0).operand() + " ? " + in.get(1).operand() + " : " + in.get(2).operand(), false);
    }
    if (y.uses > 1 || y.text.length() > LONGEST) {
      local(y, name(instruction));
    }
  }

  private void call(Functions.Java java, Instruction instruction, List<Value> in, Value y) {
    boolean isFloating = in.getFirst().dtype.isFloating();
    if (!isFloating && (in.getFirst().dtype == DType.BOOL || java.ofIntegers().isEmpty())) {
      unknown(instruction, in, y);
      return;
    }
    if (isFloating) {
      java.helper().ifPresent(helper -> context.call(helper, y.dtype));
    }
    var pattern = isFloating ? java.pattern() : java.ofIntegers().get();
    boolean isCall = pattern.endsWith(")");
    boolean isCast = isFloating && java.isDouble() && y.dtype == DType.FLOAT32;
    var text = substituted(pattern, in.stream().map(value -> isCall ? value.text : value.operand()).toList());
    y.is(isCast ? "(float) " + text : text, isCall && !isCast);
  }

  /** The pattern with operands where it has a and b by themselves. */
  private static String substituted(String pattern, List<String> operands) {
    var parts = Map.of("a", operands.getFirst(), "b", operands.getLast());
    return Arrays.stream(pattern.split("\\b")).map(part -> parts.getOrDefault(part, part))
        .collect(Collectors.joining());
  }

  private void unknown(Instruction instruction, List<Value> in, Value y) {
    context.unknown(
        in.getFirst().dtype.isFloating() ? instruction.name() : instruction.name() + " of " + in.getFirst().dtype);
    y.is("unknown", true);
  }

  private static String name(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Map _,Instruction.Zip _ -> instruction.name();
      case Instruction.Compare compare -> switch (compare.relation()) {
        case EQ -> "equal";
        case NE -> "notEqual";
        case LT -> "less";
        case LE -> "lessOrEqual";
        case GT -> "greater";
        case GE -> "greaterOrEqual";
      };
      case Instruction.Select _ -> "chosen";
    };
  }

  private void write(String to, Value value) {
    body.add(to + " = " + value.text + ";");
  }

  private void total(Fused.Total total, Map<Integer, Value> registers) {
    var value = registers.get(total.register());
    context.call(Helper.SUM, value.dtype);
    var stored = step.stores().stream().filter(store -> store.register() == total.register()).findFirst();
    var terms = stored.map(store -> context.variable(store.value())).orElseGet(() -> {
      var array = names.like("terms");
      before.add("%s[] %s = new %s[%d];".formatted(Elements.type(value.dtype), array, Elements.type(value.dtype),
          step.size()));
      write(array + "[i]", value);
      return array;
    });
    after.add("%s[0] = sum(%s, 0, %d);".formatted(context.variable(total.value()), terms, step.size()));
  }

  private List<String> assembled() {
    var lines = new ArrayList<>(before);
    if (step.size() == 1) {
      lines.addAll(body);
    } else if (step.size() > 1) {
      lines.add("for (int i = 0; i < %d; i++) {".formatted(step.size()));
      body.forEach(line -> lines.add("  " + line));
      lines.add("}");
    }
    lines.addAll(after);
    return lines;
  }
}
