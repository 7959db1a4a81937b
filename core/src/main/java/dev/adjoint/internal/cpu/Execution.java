package dev.adjoint.internal.cpu;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Kernels;
import dev.adjoint.internal.flight.Flight;
import dev.adjoint.internal.flight.StepEvent;
import dev.adjoint.internal.kernel.Block;
import dev.adjoint.internal.kernel.Parallel;
import dev.adjoint.internal.program.Fused;
import dev.adjoint.internal.program.Schedule;

/**
 * The storage of one run of a program: buffers, registers and partial sums. Used by one run at a time, again and again, but for the
 * buffers that are handed out with the results.
 */
final class Execution {
  /** By number; those of inputs and results change with every run. */
  final NdArray[] values;
  private final Schedule schedule;
  private final List<Task> tasks;
  private final Object[] storage; // [buffer]
  private final boolean[] leaves; // [value] with the results
  private final Block[][] blocks; // [step][part]
  private final Object[][] shown; // [step][place]
  private final Object[][] partials; // [step][total]

  Execution(Schedule schedule, Map<Integer, NdArray> constants, List<Task> tasks) {
    this.schedule = schedule;
    this.tasks = tasks;
    this.values = new NdArray[schedule.types().size()];
    constants.forEach((value, constant) -> values[value] = constant);
    this.storage = new Object[schedule.memory().buffers().size()];
    this.leaves = new boolean[values.length];
    schedule.handedOut().values().forEach(value -> leaves[value] = true);
    schedule.handedOut().aliases().forEach(alias -> leaves[alias.value()] = true);
    makePlaces(schedule.lasting());
    this.blocks = new Block[tasks.size()][Parallel.threads()];
    this.shown = new Object[tasks.size()][];
    this.partials = new Object[tasks.size()][];
    makeRegisters(tasks.stream().filter(FusedTask.class::isInstance).map(FusedTask.class::cast).toList());
  }

  private void makePlaces(Schedule.Places places) {
    for (int i = 0; i < places.buffers().size(); i++) {
      int buffer = places.buffers().get(i);
      var size = schedule.memory().buffers().get(buffer);
      storage[buffer] = Kernels.allocate(size.dtype().tensor(size.size()));
    }
    for (int i = 0; i < places.values().size(); i++) {
      int value = places.values().get(i);
      values[value] = NdArray.wrap(type(value), storage[schedule.memory().bufferOf().get(value)]);
    }
    show(places.aliases());
  }

  private void show(List<Schedule.Alias> aliases) {
    for (int i = 0; i < aliases.size(); i++) {
      var alias = aliases.get(i);
      var base = values[alias.base()];
      if (values[alias.value()] == null || !values[alias.value()].shares(base)) {
        values[alias.value()] = NdArray.wrap(type(alias.value()), base.storage());
      }
    }
  }

  /** The values with these numbers. */
  List<NdArray> valuesOf(List<Integer> numbers) {
    return numbers.stream().map(i -> values[i]).toList();
  }

  private TensorType type(int value) {
    return schedule.types().get(value);
  }

  /** All steps share registers, as long as the longest block; a number that never changes has one of its own. */
  private void makeRegisters(List<FusedTask> fused) {
    int length = fused.stream().mapToInt(task -> Math.min(task.step().size(), Block.SIZE)).max().orElse(0);
    Map<Object, Object> numbers = new HashMap<>();
    fused.forEach(task -> shown[task.number()] = new Object[task.tierUp().values().size()]);
    for (int part = 0; part < Parallel.threads(); part++) {
      Map<DType, List<Object>> shared = new EnumMap<>(DType.class);
      for (var task : fused) {
        var step = task.step();
        var own = new Object[step.registers().size()];
        for (var load : step.loads()) {
          if (load instanceof Fused.Load.Literal(double number, int register)) {
            var dtype = step.registers().get(register);
            own[register] = numbers.computeIfAbsent(List.of(dtype, number),
                key -> NdArray.scalar(dtype, number).broadcast(Shape.of(length)).storage());
          }
        }
        var taken = new EnumMap<DType, Integer>(DType.class);
        for (int r = 0; r < own.length; r++) {
          if (own[r] == null) {
            var dtype = step.registers().get(r);
            var pool = shared.computeIfAbsent(dtype, d -> new ArrayList<>());
            int k = taken.merge(dtype, 1, Integer::sum) - 1;
            if (k == pool.size()) {
              pool.add(Kernels.movements(dtype).allocate(length));
            }
            own[r] = pool.get(k);
          }
        }
        blocks[task.number()][part] = new Block(own, shown[task.number()]);
        partials[task.number()] = step.totals().stream()
            .map(total -> Kernels.movements(step.registers().get(total.register()))
                .allocate(Math.ceilDiv(Math.max(step.size(), 1), Block.SIZE)))
            .toArray();
      }
    }
  }

  /** What the p-th part of a step works on. */
  Block block(int step, int part) {
    return blocks[step][part];
  }

  /** Shows these values to the blocks of a step. */
  void showValues(int step, List<Integer> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      shown[step][i] = values[numbers.get(i)].storage();
    }
  }

  Object partials(int step, int total) {
    return partials[step][total];
  }

  /** Computes everything from these inputs. */
  void run(NdArray[] inputs) {
    System.arraycopy(inputs, 0, values, 0, inputs.length);
    show(schedule.inputAliases());
    makePlaces(schedule.handedOut());
    boolean recorded = Flight.recordsSteps();
    for (int i = 0; i < tasks.size(); i++) {
      if (recorded) {
        record(i);
      } else {
        tasks.get(i).run(this);
      }
    }
  }

  /** A value, for good: the next run does not touch it. */
  NdArray result(int value) {
    if (leaves[value]) {
      return values[value];
    }
    var copy = NdArray.allocate(type(value));
    StridedCopies.copy(values[value], copy);
    return copy;
  }

  private void record(int i) {
    var task = tasks.get(i);
    var event = StepEvent.begun();
    task.run(this);
    var results = schedule.steps().get(i).writes().stream().map(this::type).toList();
    event.ended(System.identityHashCode(schedule), i + 1, task::describe, results,
        results.stream().mapToLong(TensorType::bytes).sum());
  }
}
