package dev.adjoint.internal.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.adjoint.array.NdArray;
import dev.adjoint.internal.program.Backend;
import dev.adjoint.internal.program.Executable;
import dev.adjoint.internal.program.Plan;
import dev.adjoint.internal.program.Schedule;

/** Runs schedules by the kernels, on heap arrays. */
public final class CpuBackend implements Backend {

  @Override
  public Executable compile(Plan plan) {
    var schedule = plan.schedule();
    var tasks = new ArrayList<Task>();
    for (var step : schedule.steps()) {
      tasks.add(Task.of(step, tasks.size(), schedule.types()));
    }
    return new Runs(schedule, plan.constants(), List.copyOf(tasks), new ConcurrentLinkedQueue<>());
  }

  /**
   * What is to be done, and the storage of its runs, which are handed from one run to the next.
   *
   * @param idle storage that no run is using
   */
  private record Runs(Schedule schedule, Map<Integer, NdArray> constants, List<Task> tasks,
      ConcurrentLinkedQueue<Execution> idle) implements Executable {
    @Override
    public NdArray[] run(NdArray[] inputs) {
      var idling = idle.poll();
      var execution = idling == null ? new Execution(schedule, constants, tasks) : idling;
      execution.run(inputs);
      var results = new NdArray[schedule.outputs().size() - schedule.states()];
      for (int i = 0; i < results.length; i++) {
        results[i] = execution.result(schedule.outputs().get(schedule.states() + i));
      }
      idle.add(execution);
      return results;
    }

    @Override
    public String describe(int step) {
      return tasks.get(step).describe();
    }
  }
}
