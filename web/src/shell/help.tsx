/** What the screen at hand is for and how it is worked, in plain words; opened from the bar or by `?`. */
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/words.ts";
import type { ScreenName } from "./screens.ts";

const t = words({
  title: ["Bantuan", "Help"],
  close: ["Tutup", "Close"],
  everywhere: ["Di mana-mana: Ctrl+K mencari dan membuka apa saja, ? membuka bantuan ini.", "Everywhere: Ctrl+K finds and opens anything, ? opens this help."],
});

const pages = words({
  matrix: [
    "Setiap sel menghitung komitmen di pertemuan baris dan kolom. Warna dan tanda mengatakan keadaannya: yang terburuk menang. Sel bergaris merah adalah celah. Panah menjelajah, Enter membuka, Esc menutup. Geser tanggal untuk melihat keadaan hari itu; pilih rapat untuk melihat apa yang bergerak sejak itu. Alamat halaman memuat semuanya, jadi tautannya dapat dibagikan.",
    "Each cell counts the pledges where a row and a column meet. Colour and mark say how they stand: the worst wins. A cell with red hatching is a gap. Arrows walk, Enter opens, Esc closes. Slide the date to see that day; choose a meeting to see what moved since. The address holds all of it, so the link can be shared.",
  ],
  pledge: [
    "Kutipan dan sumbernya di atas: itulah yang dijanjikan. Kematangan mengatakan apa yang masih kurang supaya komitmen dapat diikuti. Hanya yang diterima sekretariat yang terhitung terverifikasi. Langkah yang menjadi bagian Anda ada di kotak kanan, beserta alasan mengapa yang lain belum.",
    "The quote and its source stand on top: that is what was promised. Maturity says what is missing before it can be followed. Only what the secretariat accepts counts as verified. Steps that are yours stand in the box at the right, with the reasons why the others are not.",
  ],
  queue: [
    "Laporan yang menunggu, yang tertua di atas. Lihat buktinya, lalu terima dengan hasil telaah, atau kembalikan dengan alasan. Setiap keputusan ditahan sepuluh detik dan dapat dibatalkan (Ctrl+Z); sesudah itu tetap. Huruf a, r, x, j dan k bekerja selama fokus ada di daftar.",
    "Reports that wait, the oldest on top. Look at the evidence, then accept with a verdict, or return with a reason. Each decision is held for ten seconds and can be undone (Ctrl+Z); after that it stands. The letters a, r, x, j and k work while the focus is in the list.",
  ],
  tasks: [
    "Komitmen instansi Anda menurut yang paling mendesak. Laporkan capaian dengan jumlah dan foto; tanpa sinyal pun tersimpan di ponsel dan terkirim sendiri nanti. Permintaan komitmen kepada instansi Anda dijawab atau ditolak di sini.",
    "Your agency's pledges, the most urgent first. Report progress by quantity and photos; without a signal it is kept on the phone and sent by itself later. Requests to your agency for a pledge are answered or declined here.",
  ],
  recording: [
    "Tulis kata-katanya persis seperti diucapkan, sebutkan sumber dan instansinya: itu sudah cukup. Selebihnya boleh menyusul. Isian tersimpan di tab ini, juga sesudah halaman dimuat ulang.",
    "Write the words exactly as they were spoken, name the source and the agency: that is enough. All else may follow. What you typed stays in this tab, after a reload too.",
  ],
  gaps: [
    "Celah adalah pekerjaan: mintalah komitmen dari sebuah instansi, atau tandai tidak berlaku dengan alasan. Peta menunjukkan setiap tempat dengan enam bidangnya.",
    "A gap is work to do: ask an agency for a pledge, or mark it as not applicable with a reason. The map shows each place with its six areas.",
  ],
  meetings: [
    "Pilih rapat untuk melihat yang hadir dan yang dijanjikan. Sekretariat mencatat rapat baru di sini.",
    "Choose a meeting to see who came and what was promised. A secretariat records a new one here.",
  ],
  meeting: [
    "Daftar hadir dicocokkan dengan komitmen: siapa datang tanpa berjanji, dan siapa berjanji tanpa tercatat hadir. Sekretariat mencatat komitmen, kehadiran, dan arahan selagi rapat berlangsung.",
    "Attendance is held against the pledges: who came and promised nothing, and who promised without being on the list. A secretariat records pledges, attendance and directives while the meeting goes on.",
  ],
  region: ["Semua yang dijanjikan di wilayah ini dan di dalamnya.", "All that is promised in this region and inside it."],
  agency: [
    "Mandat instansi ini, bidangnya, komitmennya, dan apa yang diminta darinya.",
    "This agency's mandates, its areas, its pledges, and what it was asked for.",
  ],
  post: ["Enam bidang SPM untuk Posyandu ini, dan siapa menjanjikan apa.", "The six SPM areas for this Posyandu, and who promises what."],
  administration: [
    "Buka akun untuk orang dan token untuk program. Orangnya menerima tautan untuk membuat kata sandi; teks token tampil sekali saja. Akun sendiri diubah administrator lain. Semua yang terjadi di pintu masuk tercatat dan tersegel.",
    "Open accounts for persons and make tokens for programs. The person is sent a link to set a password; the text of a token is shown once. Your own account is changed by another administrator. All that happens at the door is on record and sealed.",
  ],
  account: ["Sesi Anda di peramban lain, kata sandi, dan kode kedua.", "Your sessions in other browsers, your password, and the second factor."],
  signIn: ["Masuk dengan alamat surel dan kata sandi dari undangan Anda.", "Sign in with your email address and the password of your invitation."],
});

export default function Help({ screen, close }: { screen: ScreenName | undefined; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-label={t("title")} onClose={close}>
      <h2>{t("title")}</h2>
      {screen && <p>{pages(screen)}</p>}
      <p>{t("everywhere")}</p>
      <button type="button" onClick={close}>
        {t("close")}
      </button>
    </dialog>
  );
}
