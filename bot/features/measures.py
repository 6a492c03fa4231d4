"""Measures: what an initiative counts, on charts that tell a signal from the usual ups and downs."""

from bot.domain.roles import HELP
from bot.feature import Feature
from bot.listeners import measure_files as on_files
from bot.listeners import measures as on_measures
from bot.listeners import pdsa as on_pdsa
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services.measures import files, kept, owed
from bot.services.measures.standing import DEFINE, RECORD, SEE
from bot.services.ports import DutyKind, MessageKind
from messages import ids, measure_duties
from messages import measure_files as file_messages

FEATURE = Feature(
    word="measures",
    listeners=Listeners(
        commands={
            "/measure": {
                "": CommandDoes(HELP, on_measures.usage),
                "help": CommandDoes(HELP, on_measures.usage),
                "list": CommandDoes(SEE, on_measures.show_list),
                "chart": CommandDoes(SEE, on_measures.show_chart),
                "record": CommandDoes(RECORD, on_measures.record),
                "new": CommandDoes(DEFINE, on_measures.new),
                "import": CommandDoes(RECORD, on_files.how_to_import),
            }
        },
        presses={
            ids.LIST_MEASURES: PressDoes(SEE, on_measures.open_list),
            ids.SHOW_CHART: PressDoes(SEE, on_measures.open_chart),
            ids.RECORD_VALUES: PressDoes(RECORD, on_measures.open_record),
            ids.CHOOSE_MEASURE: PressDoes(RECORD, on_files.choose_measure),
            ids.READ_AS: PressDoes(RECORD, on_files.read_as),
            ids.READ_AS_OTHER: PressDoes(RECORD, on_files.read_as),
            ids.APPLY_VALUES: PressDoes(RECORD, on_files.apply),
            ids.NEW_MEASURE: PressDoes(DEFINE, on_measures.open_new),
            ids.CHANGE_MEASURE: PressDoes(DEFINE, on_measures.change),
            ids.PUT_ASIDE: PressDoes(DEFINE, on_measures.put_aside),
            ids.CHOOSE_CHART: PressDoes(DEFINE, on_measures.choose_chart),
            ids.MARK_DAY: PressDoes(DEFINE, on_measures.mark_day),
            ids.TAKE_MARK_BACK: PressDoes(DEFINE, on_measures.take_mark_back),
        },
        forms={
            ids.SUBMIT_MEASURE: FormDoes(DEFINE, on_measures.submit_measure, on_pdsa.take_up_measure),
            ids.SUBMIT_RECORD: FormDoes(RECORD, on_measures.submit_record),
            ids.SUBMIT_WHY: FormDoes(RECORD, on_files.submit_why, on_files.after_why),
            ids.SUBMIT_CHART: FormDoes(DEFINE, on_measures.submit_chart),
            ids.SUBMIT_MARK: FormDoes(DEFINE, on_measures.submit_mark),
        },
    ),
    due={files.READ: files.read_file},
    messages=(
        MessageKind(files.CHECKED, files.checked, file_messages.checked, is_answer=True),
        MessageKind(files.WHICH, files.which, file_messages.which, is_answer=True),
    ),
    duties=(DutyKind(owed.VALUE, owed.owed, measure_duties.line, measure_duties.choices),),
    retention=(kept.MEASURES, kept.VALUE_FILES),
)
